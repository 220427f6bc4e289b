package build

import (
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// resultTypes says which types are to be registered, of which packages.
var resultTypes = map[string]string{
	"app/app.go": `package app

import (
	"fmt"
	"image"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/shapes"
)

type circle struct{ R int }
func (circle) Area() int { return 1 }
type other struct{}
type failure struct{}
func (*failure) Error() string { return "" }

func shape(n int) shapes.Shape          { return circle{n} }
func picture() (map[string]image.PalettedImage, error) { return nil, fmt.Errorf("") }

var (
	_ = checkpoint.Func(shape)
	_ = checkpoint.Func(picture)
)
`,
	"failing/app.go": `package failing

import (
	"io/fs"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type failure struct{}
func (*failure) Error() string { return "" }
func open(name string) error   { return &fs.PathError{} }
func other(name string) error  { return nil }

var _ = checkpoint.Func(open, checkpoint.CacheErrors())
`,
	"plain/app.go": `package plain

import (
	"io/fs"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type failure struct{}
func (*failure) Error() string { return "" }
func open(name string) (int, error) { return 0, &fs.PathError{} }

var _ = checkpoint.Func(open)
`,
	"shapes/shapes.go": `package shapes

import _ "github.com/gocheckpoint/checkpoint/shapes/far"

type Shape interface{ Area() int }
type Square struct{ N int }
func (*Square) Area() int { return 1 }
type hidden struct{}
func (hidden) Area() int { return 1 }
type Generic[T any] struct{}
func (Generic[T]) Area() int { return 1 }
type Unrelated struct{}
`,
	"shapes/far/far.go": "package far\n\ntype Far struct{}\nfunc (Far) Area() int { return 1 }\n",
}

// Results that hold values of other packages' types come back, if these have names that
// the generated code can say (rule 10).
func TestGeneratedCodeRegistersTypesOfResults(t *testing.T) {
	files := boundStub()
	files["runtime/checkpoint/cp.go"] += "func CacheErrors(sentinels ...error) Option { return Option{} }\n"
	maps.Copy(files, resultTypes)
	dir := module(t, files)
	env := append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off")
	prog, err := Load(t.Context(), Config{Dir: dir, Env: env}, "./...")
	if err != nil || len(prog.Problems) > 0 {
		t.Fatal(err, prog.Problems)
	}
	out := outputs(t, prog)
	for name, want := range map[string]string{
		"app/0checkpoint.go":     "circle checkpointimport1.Square checkpointimport2.Paletted",
		"failing/0checkpoint.go": "failure checkpointimport1.PathError",
		"plain/0checkpoint.go":   "",
	} {
		got := generatedLines(prog, out, name, "var _ = checkpointruntime.RegisterType[", "]()")
		slices.Sort(got)
		wanted := strings.Fields(want)
		slices.Sort(wanted)
		if !slices.Equal(got, wanted) {
			t.Errorf("%s registers %v, want %v", name, got, wanted)
		}
	}
	vetWritten(t, out, dir, env)
}

// generatedLines gives what stands in the lines of a generated file that begin and end so.
func generatedLines(prog *Program, out *Outputs, name, prefix, suffix string) (got []string) {
	for _, f := range out.Files {
		if prog.Rel(f.Name) != name {
			continue
		}
		for line := range strings.Lines(string(f.Data)) {
			if rest, ok := strings.CutPrefix(line, prefix); ok {
				got = append(got, strings.TrimSuffix(strings.TrimSpace(rest), suffix))
			}
		}
	}
	return got
}

// vetWritten checks that what is generated compiles.
func vetWritten(t *testing.T, out *Outputs, dir string, env []string) {
	t.Helper()
	if _, _, err := out.Write(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "vet", "./...")
	cmd.Dir, cmd.Env = dir, env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
