package compare

import (
	_ "embed"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

//go:embed testdata/programs.txtar
var archive []byte

// A Program is one that both tools judge.
type Program struct {
	Name  string
	Lines map[int]bool // the marked ones of its main file
	Wrong string       // how checkpointvet is known to be wrong: "missed", "false alarm", or ""
	files []txtar.File
}

// Programs gives the programs in the order of the archive.
func Programs() []*Program {
	var list []*Program
	for _, f := range txtar.Parse(archive).Files {
		name, _, _ := strings.Cut(f.Name, "/")
		if len(list) == 0 || list[len(list)-1].Name != name {
			list = append(list, &Program{Name: name, Lines: make(map[int]bool)})
		}
		p := list[len(list)-1]
		p.files = append(p.files, f)
		if f.Name != p.main() {
			continue
		}
		n := 0
		for line := range strings.Lines(string(f.Data)) {
			n++
			line = strings.TrimSpace(line)
			if strings.HasSuffix(line, "// impure") {
				p.Lines[n] = true
			}
			if _, wrong, ok := strings.Cut(line, "// wrong: "); ok {
				p.Wrong = wrong
			}
		}
	}
	return list
}

func (p *Program) main() string { return p.Name + "/" + p.Name + ".go" }

const (
	checkpointPath = "github.com/gocheckpoint/checkpoint"
	sdkPath        = "go.temporal.io/sdk"
)

// thirdParty is the module of somebody else.
var thirdParty = map[string]string{
	"go.mod": "module example.com/third\n\ngo 1.26\n",
	"third.go": `package third

import (
	"strconv"
	"time"
)

// Stamp reads the clock.
func Stamp(n int) string { return strconv.Itoa(n) + time.Now().String() }

// Double is pure.
func Double(n int) int { return 2 * n }
`,
}

// sdk declares what makes a function a workflow.
var sdk = map[string]string{
	"go.mod":               "module " + sdkPath + "\n\ngo 1.26\n",
	"workflow/workflow.go": "package workflow\n\n// Context is a workflow's.\ntype Context interface{ Err() error }\n",
}

// modFiles are the go.mod and go.sum of the checkout of checkpoint at root, with
// a module of its own and more replaced modules.
func modFiles(root string, replaced map[string]string) (map[string]string, error) {
	gomod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil, err
	}
	gosum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return nil, err
	}
	text := strings.Replace(string(gomod), "module "+checkpointPath, "module example.com/compare", 1)
	for _, path := range slices.Sorted(maps.Keys(replaced)) {
		text += fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %[1]s => %s\n", path, replaced[path])
	}
	return map[string]string{"go.mod": text, "go.sum": string(gosum)}, nil
}

// WriteCheckpoints writes the programs to dir as a module that registers their
// functions, with the checkout of checkpoint at root.
func WriteCheckpoints(dir, root string) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	files, err := modFiles(root, map[string]string{checkpointPath: root, "example.com/third": "./third.mod"})
	if err != nil {
		return err
	}
	for _, p := range Programs() {
		for _, f := range p.files {
			files[f.Name] = string(f.Data)
		}
		files[p.Name+"/register.go"] = "package " + p.Name + "\n\nimport \"" + checkpointPath + "/runtime/checkpoint\"\n\nvar Run = checkpoint.Func(run)\n"
	}
	return write(dir, files)
}

// WriteWorkflows writes the programs to dir as a module of workflows, with the
// versions of other modules that the checkout at root has.
func WriteWorkflows(dir, root string) error {
	files, err := modFiles(root, map[string]string{checkpointPath: "./checkpoint.mod", sdkPath: "./sdk.mod", "example.com/third": "./third.mod"})
	if err != nil {
		return err
	}
	files["checkpoint.mod/go.mod"] = "module " + checkpointPath + "\n\ngo 1.26\n" // which the tool directives name
	for name, text := range sdk {
		files[path.Join("sdk.mod", name)] = text
	}
	for _, p := range Programs() {
		for _, f := range p.files {
			text := string(f.Data)
			if f.Name == p.main() {
				// In its line, so that the others keep their numbers; the import shares the
				// package clause's. A recursive call hands the context on.
				text = strings.ReplaceAll(text, "return run(", "return run(nil, ")
				text = strings.Replace(text, "func run(", "func run(_ workflow.Context, ", 1)
				text = strings.Replace(text, "\n", "; import \""+sdkPath+"/workflow\"\n", 1)
			}
			files[f.Name] = text
		}
	}
	return write(dir, files)
}

func write(dir string, files map[string]string) error {
	for name, text := range thirdParty {
		files[path.Join("third.mod", name)] = text
	}
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}
