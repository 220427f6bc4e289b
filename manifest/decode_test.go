package manifest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gocheckpoint/checkpoint/manifest"
)

func TestEveryTruncationIsAnError(t *testing.T) {
	text := encode(t, full())
	for n := range len(text) {
		refused(t, text[:n])
	}
	if got := refused(t, text[:strings.Index(text, "[type.")]); !strings.Contains(got, "cut short") {
		t.Errorf("cut before the types: %s", got)
	}
}

func TestEveryChangedByteIsAnError(t *testing.T) {
	text := encode(t, full())
	for i := range len(text) {
		refused(t, text[:i]+string(text[i]^1)+text[i+1:])
	}
}

// Both sides of a merge are manifests, what git makes of them is none.
func TestMergeOfTwoBranchesIsAnError(t *testing.T) {
	ours, theirs := full(), full()
	f := ours.Funcs["example.com/app/p.f"]
	f.Identity = digest("a")
	ours.Funcs["example.com/app/p.f"] = f
	theirs.Types["example.com/app/p.T"] = manifest.Type{Identity: digest("b")}
	merged := strings.Replace(encode(t, ours), digest("4"), digest("b"), 1)
	if got := refused(t, merged); !strings.Contains(got, "merged or edited") || !strings.Contains(got, `"example.com/app/p"`) {
		t.Error(got)
	}
	end := func(s string) string { return s[strings.LastIndex(strings.TrimSpace(s), "\n"):] }
	if end(encode(t, ours)) == end(encode(t, theirs)) {
		t.Error("two branches don't conflict in the last line")
	}
	refused(t, encode(t, ours)+encode(t, theirs))
}

func TestWindowsLineEndsAreNoChange(t *testing.T) {
	m, err := manifest.Decode("f", []byte(strings.ReplaceAll(encode(t, full()), "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(full(), m); d != "" {
		t.Error(d)
	}
}

func TestUntrustedTextNamesFileLineCauseAndRemedy(t *testing.T) {
	text := encode(t, full())
	with := func(old, now string) string {
		t.Helper()
		if !strings.Contains(text, old) {
			t.Fatalf("no %q in:\n%s", old, text)
		}
		return strings.Replace(text, old, now, 1)
	}
	for _, test := range []struct{ name, text, says string }{
		{"empty", "", ":1: empty"},
		{"blank", " \n\t\n", ":1: empty"},
		{"too big", strings.Repeat("#", manifest.MaxSize+1), ":1: manifest of"},
		{"other version", with("version = 1", "version = 2"), ":3: version 2, want 1"},
		{"other version with other keys", "# x\nversion = 9\nshape = 1\n", ":2: version 9"},
		{"no version", with("version = 1\n", ""), ":1: manifest without a version"},
		{"version of another type", with("version = 1", `version = "1"`), ":3: not a manifest: "},
		{"conflict marker", "<<<<<<< HEAD\n" + text, ":1: not a manifest: "},
		{"key twice", with("version = 1\n", "version = 1\nversion = 1\n"), ":4: not a manifest: "},
		{"not UTF-8", with("example.com", "\xff"), ":4: not a manifest: "},
		{"zero byte", "\x00", ":1: not a manifest: "},
		{"misspelled key", with("module =", "modul ="), ":4: unknown key modul"},
		{"unknown key of a function", with("signature =", "size ="), "unknown key func."},
		{"number for text", with(`module = "example.com/app"`, "module = 3"), ":4: not a manifest: "},
		{"no module", with(`"example.com/app"`, `""`), ":4: no module"},
		{"no package", with(`"example.com/app/p"`, `""`), ":5: no package"},
		{"no Go release", with(`"go1.26.8"`, `""`), ": no go"},
		{"no system", with(`"linux"`, `""`), ": no os"},
		{"no architecture", with(`"amd64"`, `""`), ": no arch"},
		{"unknown variant", with(`"test"`, `"tost"`), `:6: unknown variant "tost"`},
		{"short identity", with(digest("1"), "b3:11"), `func "example.com/app/p.f": identity "b3:11"`},
		{"identity of another hash", with(digest("1"), strings.Repeat("1", 67)), `func "example.com/app/p.f": identity`},
		{"identity in capitals", with(digest("1"), digest("A")), `func "example.com/app/p.f": identity`},
		{"identity without digits", with(digest("1"), digest("z")), `func "example.com/app/p.f": identity`},
		{"identity of a type", with(digest("4"), "b3:44"), `type "example.com/app/p.T": identity "b3:44"`},
		{"no signature", with(`"func() int"`, `""`), `func "example.com/app/p.none": no signature`},
		{"unknown status", with(`"assumed"`, `"fine"`), `status "fine"`},
		{"complete that assumes", with(`"assumed"`, `"complete"`), "complete, yet it assumes"},
		{"assumed without reasons", with(`"complete"`, `"assumed"`), "assumed, without saying what"},
		{"no end", text[:strings.LastIndex(text, "# End")], "cut short"},
		{"text after the end", text + "\n", "cut short"},
		{"a function less", text[:strings.Index(text, "[func.")] + text[strings.Index(text, "[type."):], "merged or edited"},
		{"nested arrays", "version = 1\nx = " + strings.Repeat("[", 1<<20), ":2: not a manifest: nested too deep"},
		{"nested behind single quotes", `x = ['"', ` + strings.Repeat("[", 1<<20), ":1: not a manifest: nested too deep"},
		{"nested behind triple quotes", "x = [\"\"\"\n\"\"\", " + strings.Repeat("[", 1<<20), ":1: not a manifest: nested too deep"},
		{"nested inline tables", "\nx = " + strings.Repeat("{a=", 1<<20), ":2: not a manifest: nested too deep"},
		{"long dotted key", "\n" + strings.Repeat("a.", 1<<20) + "a = 1", ":2: not a manifest: nested too deep"},
	} {
		t.Run(test.name, func(t *testing.T) {
			start := time.Now()
			if got := refused(t, test.text); !strings.Contains(got, test.says) {
				t.Errorf("%s\nwant %q in it", got, test.says)
			}
			if d := time.Since(start); d > 20*time.Second {
				t.Errorf("takes %v", d)
			}
		})
	}
}

func TestOtherVersionCanBeToldFromDamage(t *testing.T) {
	_, err := manifest.Decode("f", []byte("version = 99\n"))
	if !errors.Is(err, manifest.ErrVersion) {
		t.Errorf("%v is not ErrVersion", err)
	}
	if _, err := manifest.Decode("f", []byte("version = 1\n")); errors.Is(err, manifest.ErrVersion) {
		t.Errorf("%v is ErrVersion", err)
	}
}

// Whatever Decode takes, Encode writes, as it was.
func FuzzDecode(f *testing.F) {
	text := encode(f, full())
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add("version = 1\n")
	f.Add("<<<<<<< HEAD\nversion = 1\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := manifest.Decode("dir/checkpoint.toml", []byte(text))
		if err != nil {
			refused(t, text)
			return
		}
		again, err := manifest.Decode("f", []byte(encode(t, m)))
		if err != nil {
			t.Fatal(err)
		}
		if d := manifest.Diff(m, again); len(d) > 0 {
			t.Errorf("not what was encoded: %q", d)
		}
	})
}
