package build

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/zeebo/blake3"
	"golang.org/x/mod/modfile"

	"github.com/gocheckpoint/checkpoint/internal/inputs"
	"github.com/gocheckpoint/checkpoint/manifest"
)

// A cache holds what source led to which outputs, by content (rule 7). Its
// methods do nothing on a nil cache.
type cache struct {
	dir         string // where entries are
	settings    []byte // all that counts beside files
	roots, also []string
	tree        *inputs.Tree
	name        string // of the entry
	generated   bool   // files beside the source count (keepCaptures)
}

// cacheFormat is the version of entries.
const cacheFormat = "checkpointmanifest cache 2"

// maxEntries bounds the folder: the least recently used go.
const maxEntries = 64

// embedded is one pattern of go:embed in the package in Dir, and what it
// matched.
type embedded struct {
	Dir, Pattern string
	Names        []string
	Sums         [][32]byte
}

// An entry is what a cache holds: what one of Generate, Exec and List gave. It is
// found by the digest of all settings and of all source, so that only what packages
// embed is left to compare.
type entry struct {
	Files   []File   `json:",omitempty"`
	Dirs    []string `json:",omitempty"`
	Base    string   `json:",omitempty"`
	Embeds  []embedded
	Source  []string `json:",omitempty"` // files to pin
	Assumed string   `json:",omitempty"`
	Listing []byte   `json:",omitempty"`

	pinned map[string][]byte // what the files to pin and those embedded hold now
}

// newCache reads the source that the outputs of one kind depend on; nil if what
// they depend on cannot be told.
func newCache(env *goEnv, kind string, patterns ...string) *cache {
	c := &cache{dir: env.cfg.cacheDir()}
	if c.dir == "" || !env.cacheable() {
		return nil
	}
	var err error
	if c.roots, c.also, err = env.modules(); err != nil {
		return nil
	}
	tool := env.cfg.tool
	if tool == nil {
		if tool, err = toolSum(); err != nil {
			return nil
		}
	}
	c.settings = env.settings(append([]string{cacheFormat, string(tool), kind}, patterns...))
	c.generated = kind == "generate"
	if c.tree = c.read(); c.tree == nil {
		return nil
	}
	digest := c.tree.Digest()
	sum := blake3.Sum256(append(slices.Clone(c.settings), digest[:]...))
	c.name = filepath.Join(c.dir, hex.EncodeToString(sum[:]))
	return c
}

// cacheDir is the folder of entries, "" for none.
func (c Config) cacheDir() string {
	switch c.Cache {
	case "off":
		return ""
	case "":
		dir, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		return filepath.Join(dir, "checkpointmanifest")
	}
	return c.Cache
}

// cacheable reports whether files and settings alone decide what the go command
// says: not where another program answers for it, where it may look things up in
// the network, or where files stand in for others.
func (e *goEnv) cacheable() bool {
	mod := flagValue(e.Flags, "mod")
	if e.Overlay != nil || flagValue(e.Flags, "modfile") != "" || mod == "mod" || mod == "vendor" {
		return false
	}
	if gomod := e.Vars["GOMOD"]; gomod == "" || gomod == os.DevNull || !strings.HasPrefix(e.Vars["GOVERSION"], "go1") {
		return false
	}
	for _, v := range e.cfg.environ() {
		if driver, ok := strings.CutPrefix(v, "GOPACKAGESDRIVER="); ok && driver != "" && driver != "off" {
			return false
		}
	}
	_, err := exec.LookPath("gopackagesdriver")
	return err != nil
}

// modules lists the folders of the modules whose source is in scope, and other
// files that the go command reads.
func (e *goEnv) modules() (roots, also []string, err error) {
	mains := []string{filepath.Dir(e.Vars["GOMOD"])}
	replaced := func(dir string, replace []*modfile.Replace) {
		for _, r := range replace {
			if r.New.Version == "" {
				roots = append(roots, from(dir, r.New.Path))
			}
		}
	}
	if work := e.Vars["GOWORK"]; work != "" && work != "off" {
		data, err := os.ReadFile(work)
		if err != nil {
			return nil, nil, err
		}
		f, err := modfile.ParseWork(work, data, nil)
		if err != nil {
			return nil, nil, err
		}
		mains = nil
		for _, use := range f.Use {
			mains = append(mains, from(filepath.Dir(work), use.Path))
		}
		replaced(filepath.Dir(work), f.Replace)
		also = append(also, work, work+".sum")
	}
	for _, dir := range mains {
		name := filepath.Join(dir, "go.mod")
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, nil, err
		}
		f, err := modfile.Parse(name, data, nil)
		if err != nil {
			return nil, nil, err
		}
		replaced(dir, f.Replace)
	}
	roots = append(roots, mains...)
	slices.Sort(roots)
	return slices.Compact(roots), also, nil
}

func from(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, filepath.FromSlash(path))
}

// settings are all that counts beside files, in one unambiguous form.
func (e *goEnv) settings(more []string) []byte {
	var out []byte
	add := func(list []string) {
		out = binary.AppendUvarint(out, uint64(len(list)))
		for _, s := range list {
			out = binary.AppendUvarint(out, uint64(len(s)))
			out = append(out, s...)
		}
	}
	add(more)
	add([]string{e.cfg.abs(".")})
	add(e.cfg.BuildFlags)
	if e.cfg.Tests {
		add([]string{"tests"})
	}
	var vars []string
	for _, name := range sortedKeys(e.Vars) {
		if name != "GOGCCFLAGS" { // names a temporary folder; made from the others
			vars = append(vars, name+"="+e.Vars[name])
		}
	}
	add(vars)
	vars = nil
	for _, v := range e.cfg.environ() {
		if strings.HasPrefix(v, "GO") || strings.HasPrefix(v, "CGO_") {
			vars = append(vars, v)
		}
	}
	slices.Sort(vars)
	add(vars)
	return out
}

// toolSum is the digest of the running program: other code may compute other
// outputs.
var toolSum = sync.OnceValues(func() ([]byte, error) {
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(name)
	sum := blake3.Sum256(data)
	return sum[:], err
})

// read reads the source. Generated files that the loader hides don't count,
// unless one stands alone in its folder: it may have to go; or registers what
// CaptureAll captures: it may have to stay.
func (c *cache) read() *inputs.Tree {
	var mu sync.Mutex
	hidden := make(map[string]bool) // folders
	tree, err := inputs.Read(c.roots, c.also, func(name string, data []byte) bool {
		if !manifest.IsCodeName(filepath.Base(name)) || len(data) > 0 && !isOurs(data) ||
			c.generated && bytes.Contains(data, []byte(registerField)) {
			return false
		}
		mu.Lock()
		defer mu.Unlock()
		hidden[filepath.Dir(name)] = true
		return true
	})
	if err != nil {
		return nil
	}
	for dir := range hidden {
		if tree.HasDir(dir) && !tree.HasGo(dir) {
			return nil
		}
	}
	return tree
}

// recall finds the entry for the source as it is, nil if there is none.
func (c *cache) recall() *entry {
	if c == nil {
		return nil
	}
	data, err := os.ReadFile(c.name)
	if err != nil || len(data) < 32 {
		return nil
	}
	if sum := blake3.Sum256(data[32:]); !bytes.Equal(sum[:], data[:32]) {
		return nil
	}
	var e entry
	if json.Unmarshal(data[32:], &e) != nil {
		return nil
	}
	e.pinned = make(map[string][]byte)
	for _, was := range e.Embeds {
		now, files := was.look()
		if now == nil || !slices.Equal(now.Names, was.Names) || !slices.Equal(now.Sums, was.Sums) {
			return nil
		}
		for name, data := range files {
			e.pinned[name] = data
		}
	}
	for _, name := range e.Source {
		data, ok := c.tree.Data(name)
		if !ok {
			return nil
		}
		e.pinned[name] = data
	}
	now := time.Now()
	os.Chtimes(c.name, now, now) // it was used
	return &e
}

// look matches a pattern anew.
func (e embedded) look() (*embedded, map[string][]byte) {
	var none goEnv
	names, err := none.Overlay.Match(e.Dir, e.Pattern)
	if err != nil {
		return nil, nil
	}
	now := &embedded{Dir: e.Dir, Pattern: e.Pattern, Names: names}
	files := make(map[string][]byte)
	for _, name := range names {
		full := filepath.Join(e.Dir, filepath.FromSlash(name))
		data, err := os.ReadFile(full)
		if err != nil {
			return nil, nil
		}
		files[full] = data
		now.Sums = append(now.Sums, blake3.Sum256(data))
	}
	return now, files
}

// remember keeps the entry, if all that it was computed from is what was read
// when the cache was made, and was so all the time.
func (c *cache) remember(prog *Program, e entry) {
	if c == nil || len(prog.Problems) > 0 || !c.knows(prog) {
		return
	}
	if again := c.read(); again == nil || !again.Same(c.tree) {
		return
	}
	for _, x := range prog.embeds {
		x.Sums = nil
		for _, name := range x.Names {
			x.Sums = append(x.Sums, blake3.Sum256(prog.embedded[filepath.Join(x.Dir, filepath.FromSlash(name))]))
		}
		e.Embeds = append(e.Embeds, x)
	}
	for _, name := range sortedKeys(e.pinned) {
		if _, ok := prog.embedded[name]; !ok {
			e.Source = append(e.Source, name)
		}
	}
	data, err := json.Marshal(e)
	if err != nil {
		return
	}
	sum := blake3.Sum256(data)
	if os.MkdirAll(c.dir, 0o777) == nil && replaceFile(c.name, append(sum[:], data...)) == nil {
		c.prune()
	}
}

// knows reports whether the tree holds all source that the program consists of,
// as it was read.
func (c *cache) knows(prog *Program) bool {
	for _, p := range prog.scope.all {
		if vendored(p) {
			return false
		}
	}
	for _, p := range prog.Packages {
		file := firstFile(p.Package)
		if file == "" { // a package of tests alone, which are another
			continue
		}
		if !c.tree.HasDir(filepath.Dir(file)) || !slices.Equal(p.GoFiles, p.CompiledGoFiles) {
			return false
		}
		for _, file := range p.OtherFiles {
			if _, ok := c.tree.Data(file); !ok {
				return false
			}
		}
		for _, file := range p.GoFiles {
			if prog.reader.hidden[file] != nil {
				continue
			}
			f := prog.reader.files[file]
			data, ok := c.tree.Data(file)
			if f == nil || !ok || !bytes.Equal(f.data, data) {
				return false
			}
		}
	}
	return true
}

// prune removes the entries that were not used for longest.
func (c *cache) prune() {
	entries, _ := os.ReadDir(c.dir)
	if len(entries) <= maxEntries {
		return
	}
	used := func(e os.DirEntry) time.Time {
		info, err := e.Info()
		if err != nil {
			return time.Time{}
		}
		return info.ModTime()
	}
	slices.SortFunc(entries, func(a, b os.DirEntry) int { return used(a).Compare(used(b)) })
	for _, e := range entries[:len(entries)-maxEntries] {
		os.Remove(filepath.Join(c.dir, e.Name()))
	}
}
