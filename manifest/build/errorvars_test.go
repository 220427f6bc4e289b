package build

import (
	"maps"
	"os"
	"slices"
	"testing"
)

// errorVariables says which errors are to be registered, of which packages.
var errorVariables = map[string]string{
	"app/app.go": `package app

import (
	"errors"
	"io"
	"net/http"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	. "github.com/gocheckpoint/checkpoint/db"
)

var ErrGone = errors.New("gone")
var errHidden, notAnError = errors.New("hidden"), 1
var _ = errors.New("blank")

type failure struct{}
func (failure) Error() string { return "" }
var typed = failure{}

func open(n int) (int, error) { return n, errors.Join(ErrGone, errHidden, io.EOF, http.ErrServerClosed, ErrRow) }

var _ = checkpoint.Func(open, checkpoint.CacheErrors())
`,
	"app/app_test.go": `package app

import "errors"

var errTest = errors.New("test")
func tested(n int) (int, error) { return n, errTest }
`,
	"app/app_linux.go": "package app\n\nimport \"errors\"\n\nvar errHere = errors.New(\"here\")\n",
	"db/db.go":         "package db\n\nimport \"errors\"\n\nvar ErrRow = errors.New(\"row\")\nvar errOwn = errors.New(\"own\")\n",
	"rows/rows.go": `package rows

import (
	"errors"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var ErrCell = errors.New("cell")

type row struct{ errs []error }

func read(n int) row { return row{[]error{ErrCell}} }

var _ = checkpoint.Func(read)
`,
	"plain/plain.go": `package plain

import (
	"errors"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

var ErrGone = errors.New("gone")

func open(n int) (int, error) { return n, ErrGone }

var _ = checkpoint.Func(open)
`,
}

// Error variables come back as themselves where errors are remembered, if the generated
// code can name them in every build.
func TestGeneratedCodeRegistersErrorVariables(t *testing.T) {
	files := boundStub()
	files["runtime/checkpoint/cp.go"] += "func CacheErrors(sentinels ...error) Option { return Option{} }\nvar ErrNotStored error\n"
	maps.Copy(files, errorVariables)
	dir := module(t, files)
	env := append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off")
	prog, err := Load(t.Context(), Config{Dir: dir, Env: env}, "./...")
	if err != nil || len(prog.Problems) > 0 {
		t.Fatal(err, prog.Problems)
	}
	out := outputs(t, prog)
	const base = `"github.com/gocheckpoint/checkpoint/`
	for name, want := range map[string][]string{
		"app/0checkpoint.go": {
			base + `app.ErrGone", ErrGone`, base + `app.errHidden", errHidden`,
			base + `db.ErrRow", checkpointimport2.ErrRow`,
		},
		"rows/0checkpoint.go":  {base + `rows.ErrCell", ErrCell`},
		"plain/0checkpoint.go": nil,
	} {
		got := generatedLines(prog, out, name, "var _ = checkpointruntime.RegisterError(", ")")
		got = slices.DeleteFunc(got, func(line string) bool { return len(line) > 10 && line[:10] == `"net/http.` })
		if !slices.Equal(got, want) {
			t.Errorf("%s registers %q, want %q", name, got, want)
		}
	}
	if !slices.Contains(generatedLines(prog, out, "app/0checkpoint.go", "var _ = checkpointruntime.RegisterError(", ")"),
		`"net/http.ErrServerClosed", checkpointimport1.ErrServerClosed`) {
		t.Error("the errors of other modules are not registered")
	}
	vetWritten(t, out, dir, env)
}
