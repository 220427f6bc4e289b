// Package scripttest holds no code, but tests of the whole from outside: scripts
// that are users. Each stands in a module of its own, outside of the repository,
// which requires this one, and runs the commands as they are installed. A
// function that is computed says so, so that a script sees what is computed and
// what is remembered.
//
// testdata/script holds the scripts. Each begins with why it exists; commands of
// theirs that testscript does not have are in commands_test.go.
package scripttest

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/modfile"
)

const module = "github.com/gocheckpoint/checkpoint"

// world is what all scripts share.
var world struct {
	bin    string            // folder of the commands
	goenv  map[string]string // of the go command that runs the tests
	gomod  []byte            // of the consumer modules
	gosum  []byte
	failed error
}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "scripttest")
	if err == nil {
		err = prepare(dir)
	}
	world.failed = err
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// prepare builds the commands, and what a consumer module starts with.
func prepare(dir string) error {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return err
	}
	world.bin = filepath.Join(dir, "bin")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", world.bin+string(filepath.Separator), "./cmd/checkpointmanifest", "./cmd/checkpointvet")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w\n%s", build, err, out)
	}
	out, err := exec.Command("go", "env", "-json").Output()
	if err != nil {
		return err
	}
	if err := json.Unmarshal(out, &world.goenv); err != nil {
		return err
	}
	if world.gosum, err = os.ReadFile(filepath.Join(root, "go.sum")); err != nil {
		return err
	}
	world.gomod, err = consumer(root)
	return err
}

// consumer is the go.mod of a module that requires this one, replaced by the
// checkout, and all that this one requires, so that nothing needs to be looked
// up.
func consumer(root string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil, err
	}
	own, err := modfile.Parse("go.mod", data, nil)
	if err != nil {
		return nil, err
	}
	f := new(modfile.File)
	if err := f.AddModuleStmt("example.com/app"); err != nil {
		return nil, err
	}
	if err := f.AddGoStmt(own.Go.Version); err != nil {
		return nil, err
	}
	f.AddNewRequire(module, "v0.0.0", false)
	for _, r := range own.Require {
		f.AddNewRequire(r.Mod.Path, r.Mod.Version, true)
	}
	if err := f.AddReplace(module, "", root, ""); err != nil {
		return nil, err
	}
	return f.Format()
}

// touch asks for all files of the repository: go test then knows that a remembered
// success of these tests, which build commands from them, depends on them. It
// must run in a test: what TestMain does before, go test doesn't see.
func touch(root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return filepath.SkipDir
		case d.Type().IsRegular():
			_, err = os.Stat(path)
		}
		return err
	})
}

func TestScripts(t *testing.T) {
	if world.failed != nil {
		t.Fatal(world.failed)
	}
	if err := touch(filepath.Join("..", "..")); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		Setup:               setup,
		Cmds:                commands,
		Condition:           condition,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// setup makes the folder of a script a module that uses this one.
func setup(env *testscript.Env) error {
	for name, data := range map[string][]byte{"go.mod": world.gomod, "go.sum": world.gosum} {
		if err := os.WriteFile(filepath.Join(env.WorkDir, name), data, 0o666); err != nil {
			return err
		}
	}
	// The caches of modules and builds are the user's: what a script builds is
	// its own, what it builds upon was built before.
	for _, key := range []string{"GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY", "GONOPROXY", "GOSUMDB", "GONOSUMDB", "GOPRIVATE", "GOTOOLCHAIN"} {
		env.Setenv(key, world.goenv[key])
	}
	home := filepath.Join(env.WorkDir, ".home")
	env.Setenv("HOME", home)
	env.Setenv("XDG_CACHE_HOME", filepath.Join(home, "cache"))
	env.Setenv("XDG_CONFIG_HOME", filepath.Join(home, "config"))
	env.Setenv("GOENV", "off")
	env.Setenv("GOWORK", "off")
	env.Setenv("GOFLAGS", "-mod=mod")
	env.Setenv("GOMAXPROCS", fmt.Sprint(runtime.GOMAXPROCS(0)))
	env.Setenv("CHECKPOINT_DIR", filepath.Join(env.WorkDir, "cache"))
	env.Setenv("PATH", strings.Join([]string{world.bin, filepath.Join(world.goenv["GOROOT"], "bin"), os.Getenv("PATH")}, string(filepath.ListSeparator)))
	return nil
}

// condition knows "race": whether the race detector can be used, which needs a C
// compiler.
func condition(name string) (bool, error) {
	if name != "race" {
		return false, fmt.Errorf("unknown condition %q", name)
	}
	return world.goenv["CGO_ENABLED"] == "1", nil
}
