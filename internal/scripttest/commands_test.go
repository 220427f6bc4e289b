package scripttest

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are those that the scripts have beside testscript's own.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"computed": computed,
	"edit":     edit,
	"expand":   expand,
	"cut":      cut,
	"entries":  entries,
	"damage":   damage,
	"appears":  appears,
}

// computed NAME... requires that the command that ran last computed exactly
// these functions, in any order: that it printed a line "computed NAME" for each
// and no other such line.
func computed(ts *testscript.TestScript, neg bool, want []string) {
	if neg {
		ts.Fatalf("computed takes no !")
	}
	var got []string
	for line := range strings.Lines(ts.ReadFile("stdout") + ts.ReadFile("stderr")) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "computed "); ok {
			got = append(got, name)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		ts.Fatalf("computed %q, want %q", got, want)
	}
}

// edit FILE OLD NEW replaces OLD, which must occur once; \n stands for a newline
// and \t for a tab.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit file old new")
	}
	escapes := strings.NewReplacer(`\n`, "\n", `\t`, "\t")
	name, text := ts.MkAbs(args[0]), ts.ReadFile(args[0])
	from := escapes.Replace(args[1])
	if n := strings.Count(text, from); n != 1 {
		ts.Fatalf("%s has %q %d times, want once", args[0], from, n)
	}
	ts.Check(os.WriteFile(name, []byte(strings.Replace(text, from, escapes.Replace(args[2]), 1)), 0o666))
}

// cut FILE MARK removes all from MARK on, which must occur.
func cut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cut file mark")
	}
	text, _, ok := strings.Cut(ts.ReadFile(args[0]), args[1])
	if !ok {
		ts.Fatalf("%s has no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// expand FILE replaces $WORK in it by the script's folder.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: expand file")
	}
	text := strings.ReplaceAll(ts.ReadFile(args[0]), "$WORK", filepath.ToSlash(ts.Getenv("WORK")))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// stored lists the files of the entries in $CHECKPOINT_DIR.
func stored(ts *testscript.TestScript) []string {
	var out []string
	ts.Check(filepath.WalkDir(ts.Getenv("CHECKPOINT_DIR"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && isEntry(path) {
			out = append(out, path)
		}
		return err
	}))
	return out
}

// isEntry tells an entry, whose file is named by 62 hexadecimal digits, from a
// temporary file.
func isEntry(path string) bool { return len(filepath.Base(path)) == 62 }

// entries N requires that so many results are stored.
func entries(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: entries n")
	}
	if got := stored(ts); strconv.Itoa(len(got)) != args[0] {
		ts.Fatalf("%d entries, want %s: %q", len(got), args[0], got)
	}
}

// damage HOW does harm to every stored entry: flip, truncate, empty or folder.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: damage flip|truncate|empty|folder")
	}
	files := stored(ts)
	if len(files) == 0 {
		ts.Fatalf("nothing is stored that could be damaged")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		ts.Check(err)
		info, err := os.Stat(name)
		ts.Check(err)
		ts.Check(os.Remove(name)) // it may be write-protected
		switch args[0] {
		case "flip":
			data = bytes.Clone(data)
			data[len(data)-1] ^= 1
		case "truncate":
			data = data[:len(data)-1]
		case "empty":
			data = nil
		case "folder":
			ts.Check(os.MkdirAll(filepath.Join(name, "below"), 0o777))
			continue
		default:
			ts.Fatalf("damage: unknown kind %s", args[0])
		}
		ts.Check(os.WriteFile(name, data, info.Mode().Perm()))
	}
}

// appears FILE waits until a process that runs in the background made the file.
func appears(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: appears file")
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s does not appear", args[0])
		}
	}
}
