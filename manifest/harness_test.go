package manifest_test

import (
	"strings"
	"testing"

	"github.com/gocheckpoint/checkpoint/manifest"
)

// digest is a well-formed identity.
func digest(hex string) string { return "b3:" + strings.Repeat(hex, 64) }

// full is a manifest that has something in every field.
func full() *manifest.Manifest {
	return &manifest.Manifest{
		Version: manifest.Version, Module: "example.com/app", Package: "example.com/app/p", Variant: manifest.Test,
		Tested:  []string{"example.com/app/p", "example.com/app/q"},
		Target:  manifest.Target{Go: "go1.26.8", OS: "linux", Arch: "amd64", Cgo: true, Tags: "a,b", Instrument: "race"},
		Modules: map[string]string{"example.com/m": "v1.2.3 h1:abc=", "example.com/n": "v0.1.0 h1:def="},
		Funcs: map[string]manifest.Func{
			"example.com/app/p.f": {
				Identity: digest("1"), Signature: "func([][]int) map[string]int", Params: []string{"xs"},
				Captures: []string{"example.com/app/p.v"}, LinkVars: []string{"example.com/app/p.s"}, Status: manifest.Complete,
			},
			"example.com/app/p.(*T).M": {
				Identity: digest("2"), Signature: `func(*p.T, struct{a int "json:\"a\" [[[["})`, Params: []string{"t", "_"},
				Status: manifest.Assumed, Assumes: map[string]string{"example.com/app/p.f": "reads os.Args", "it's [[ \"quoted\" # no comment": "[x]"},
			},
			"example.com/app/p.none": {Identity: digest("3"), Signature: "func() int", Params: []string{}, Status: manifest.Complete},
		},
		Types: map[string]manifest.Type{"example.com/app/p.T": {Identity: digest("4")}, "example.com/app/p.U": {Identity: digest("5"), Assumes: []string{"a", "b"}}},
	}
}

func encode(t testing.TB, m *manifest.Manifest) string {
	t.Helper()
	data, err := manifest.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// refused requires that text gives an error alone, with file, line and remedy.
func refused(t testing.TB, text string) string {
	t.Helper()
	m, err := manifest.Decode("dir/checkpoint.toml", []byte(text))
	if err == nil || m != nil {
		t.Fatalf("Decode gives %v, %v for:\n%s", m, err, text)
	}
	rest, named := strings.CutPrefix(err.Error(), "dir/checkpoint.toml:")
	line, rest, _ := strings.Cut(rest, ": ")
	if !named || line == "" || strings.Trim(line, "0123456789") != "" || line[0] == '0' {
		t.Fatalf("no file and line in: %v", err)
	}
	cause, ok := strings.CutSuffix(rest, "; "+manifest.Regenerate)
	if !ok || cause == "" || strings.HasSuffix(cause, " ") || strings.Contains(cause, "\n") {
		t.Fatalf("no cause and remedy on one line in: %v", err)
	}
	return err.Error()
}
