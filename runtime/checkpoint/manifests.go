package checkpoint

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// A manifestRegistry holds the manifests that generated code registered.
type manifestRegistry struct {
	mu   sync.Mutex
	list map[string][]*embedded // by registering package
}

// An embedded manifest is parsed by the first function that asks for it.
type embedded struct {
	file, text string
	parse      func() (*manifest.Manifest, error)
}

// RegisterManifest makes a manifest known. It is for the code that
// checkpointmanifest generates, and must run before the package's variables
// are initialized.
//
// pkg is the import path of the package that registers functions: the true one
// also for a package main, with the suffix _test for external tests. file is
// the manifest's name for messages, text its content, which is parsed by the
// first function that needs it. The result is always true, so that a variable
// declaration can make the call.
func RegisterManifest(pkg, file, text string) bool {
	process.registerManifest(pkg, file, text)
	return true
}

func (env *environment) registerManifest(pkg, file, text string) {
	r := &env.manifests
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.list == nil {
		r.list = make(map[string][]*embedded)
	}
	e := &embedded{file: file, text: text}
	e.parse = sync.OnceValues(func() (*manifest.Manifest, error) {
		m, err := manifest.Decode(e.file, []byte(e.text))
		if err != nil {
			return nil, err
		}
		if m.Package != pkg {
			return nil, fmt.Errorf("%s: manifest of package %q, embedded by %q; %s", e.file, m.Package, pkg, manifest.Regenerate)
		}
		return m, nil
	})
	r.list[pkg] = append(r.list[pkg], e)
	env.generation.Add(1)
}

func (r *manifestRegistry) of(pkg string) []*embedded {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.list[pkg])
}

// A verdict is what became of the search for a function's manifest.
type verdict struct {
	manifest *manifest.Manifest // nil if none serves
	entry    manifest.Func
	none     bool   // the package has no manifest at all
	cause    string // why none serves
	wide     bool   // the cause holds for the whole package
	remedy   string // "" if a new manifest is one
}

// judge looks for the manifest that speaks for a function with the given
// number of parameters, registered by the package that the runtime names so
// (rules M1 to M4 of the package comment).
func (env *environment) judge(name, id string, params int) verdict {
	pkg := env.importPath(name)
	candidates := env.manifests.of(pkg)
	if len(candidates) == 0 && env.nameless(pkg) {
		return verdict{none: true, wide: true, cause: "the program is files on the go command's line, and no package",
			remedy: "run the package: in a module, by its folder"}
	}
	if len(candidates) == 0 {
		return verdict{none: true, wide: true, cause: "package " + pkg + " has no manifest"}
	}
	refuse := func(format string, args ...any) verdict {
		return verdict{wide: true, cause: fmt.Sprintf(format, args...)}
	}
	if env.build == nil {
		return refuse("the binary carries no build info to compare a manifest with")
	}
	byVariant := make(map[manifest.Variant]*manifest.Manifest)
	var file string
	for _, c := range candidates {
		m, err := c.parse()
		if err != nil {
			return refuse("%v", err)
		}
		if was := byVariant[m.Variant]; was != nil && len(manifest.Diff(was, m)) > 0 {
			return refuse("%s: a second, different manifest of package %s", c.file, pkg)
		}
		byVariant[m.Variant], file = m, c.file
	}
	m, cause := env.selectVariant(name, byVariant)
	if m == nil {
		return refuse("%s: %s", file, cause)
	}
	file = manifest.FileName(m.Variant)
	if now := env.target(); m.Target != now {
		return refuse("%s: it was computed for %s, but this binary is %s", file, m.Target, now)
	}
	if drift := env.moduleDrift(m.Modules); drift != "" {
		return refuse("%s: %s", file, drift)
	}
	entry, ok := m.Funcs[id]
	switch {
	case !ok:
		return verdict{cause: file + ": it has no entry for the function"}
	case len(entry.Params) != params:
		return verdict{cause: fmt.Sprintf("%s: its entry has %d parameters, the function %d", file, len(entry.Params), params)}
	}
	return verdict{manifest: m, entry: entry}
}

// selectVariant applies rules M2 and M3: the tests of a package are another
// compilation of it, and of all between it and them.
func (env *environment) selectVariant(name string, by map[manifest.Variant]*manifest.Manifest) (m *manifest.Manifest, cause string) {
	pkg := env.importPath(name)
	tested, testing := env.underTest(name)
	if testing {
		switch pkg {
		case tested + "_test":
			if m := by[manifest.XTest]; m != nil {
				return m, ""
			}
			return nil, "it is not that of the external tests, which run"
		case tested:
			if m := by[manifest.Test]; m != nil {
				return m, ""
			}
		}
	}
	m = by[manifest.Plain]
	switch {
	case m == nil:
		return nil, "it is that of a test, which does not run"
	case testing && slices.Contains(m.Tested, tested):
		return nil, fmt.Sprintf("it does not hold in the tests of %s, whose test files may change what the package does", tested)
	}
	return m, ""
}

// remedyManifest is what to run when a manifest does not serve.
const remedyManifest = manifest.Regenerate + ", or the command under go tool checkpointmanifest exec --"

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
