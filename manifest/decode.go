package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
)

// MaxSize is the size in bytes above which Decode refuses a document: several
// hundred thousand functions in one package.
const MaxSize = 64 << 20

// ErrVersion is wrapped by the error of [Decode] for a manifest of another
// version.
var ErrVersion = errors.New("written by another version of checkpointmanifest")

// Decode parses a manifest. The name is that of the file, for errors only.
//
// Everything that keeps a manifest from being trusted is an error, which names
// the file, the line and the remedy; nothing is returned
// beside it.
func Decode(name string, data []byte) (*Manifest, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("%s:1: manifest of %d bytes, more than the %d allowed; %s", name, len(data), MaxSize, Regenerate)
	}
	if len(strings.TrimSpace(string(data))) == 0 {
		return nil, fmt.Errorf("%s:1: empty manifest; %s", name, Regenerate)
	}
	if line := hostile(data); line > 0 {
		return nil, fmt.Errorf("%s:%d: not a manifest: nested too deep, or quoted as checkpointmanifest never does; %s", name, line, Regenerate)
	}
	// The version first: another version's keys may mean something else.
	var v struct {
		Version *int `toml:"version"`
	}
	if _, err := toml.Decode(string(data), &v); err != nil {
		return nil, syntaxError(name, err)
	}
	switch {
	case v.Version == nil:
		return nil, fmt.Errorf("%s:1: manifest without a version; %s", name, Regenerate)
	case *v.Version != Version:
		return nil, fmt.Errorf("%s:%d: version %d, want %d: %w; %s", name, lineOf(data, "version"), *v.Version, Version, ErrVersion, Regenerate)
	}
	m := new(Manifest)
	md, err := toml.Decode(string(data), m)
	if err != nil {
		return nil, syntaxError(name, err)
	}
	if unknown := md.Undecoded(); len(unknown) > 0 {
		key := unknown[0]
		return nil, fmt.Errorf("%s:%d: unknown key %s; %s", name, lineOf(data, key[len(key)-1]), key, Regenerate)
	}
	text, digest, ok := cutEnd(data)
	if !ok {
		return nil, fmt.Errorf("%s:%d: manifest of package %q is cut short: its last line is not %q; %s",
			name, lines(data), m.Package, endPrefix+"…", Regenerate)
	}
	if err := m.validate(); err != nil {
		line := 1
		var at *fieldError
		if errors.As(err, &at) {
			line = lineOf(data, at.near)
		}
		return nil, fmt.Errorf("%s:%d: %w; %s", name, line, err, Regenerate)
	}
	if digest != digestOf(text) {
		return nil, fmt.Errorf("%s:%d: manifest of package %q was merged or edited after it was written: its text does not have the digest of this line; %s",
			name, lines(data), m.Package, Regenerate)
	}
	return m, nil
}

// syntaxError adds file, line and remedy to an error of the TOML decoder.
func syntaxError(name string, err error) error {
	var pe toml.ParseError
	if errors.As(err, &pe) {
		return fmt.Errorf("%s:%d: not a manifest: %s; %s", name, max(pe.Position.Line, 1), pe.Message, Regenerate)
	}
	// An error about a value's type has its line in the text alone.
	line, what := 1, strings.TrimPrefix(err.Error(), "toml: ")
	if n, _ := fmt.Sscanf(what, "line %d", &line); n == 1 {
		_, what, _ = strings.Cut(what, ": ")
	}
	return fmt.Errorf("%s:%d: not a manifest: %s; %s", name, line, what, Regenerate)
}

// maxNesting is how many brackets may be open at once, and how many dots a line
// may have, outside of strings: above what Encode writes, far below what takes
// the parser minutes, or its stack.
const maxNesting = 16

// hostile is the number of the first line that no Encode has written and that
// the TOML parser may choke on, 0 if there is none: too deep, or with a string
// in single or triple quotes, which would hide how deep it is.
func hostile(data []byte) int {
	line, open, dots, quoted := 1, 0, 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\n':
			line, dots, quoted = line+1, 0, false
		case quoted && c == '\\' && i+1 < len(data) && data[i+1] != '\n':
			i++
		case quoted && c == '"':
			quoted = false
		case quoted:
		case c == '"':
			quoted = true
			if bytes.HasPrefix(data[i:], []byte(`"""`)) {
				return line
			}
		case c == '\'':
			return line
		case c == '#':
			for i+1 < len(data) && data[i+1] != '\n' {
				i++
			}
		case c == '[' || c == '{':
			open++
		case c == ']' || c == '}':
			open--
		case c == '.':
			dots++
		}
		if open > maxNesting || dots > maxNesting {
			return line
		}
	}
	return 0
}

// lineOf is the number of the first line that holds text, for errors; 1 where
// none does.
func lineOf(data []byte, text string) int {
	for i, line := range strings.Split(string(data), "\n") {
		if strings.Contains(line, text) && !strings.HasPrefix(line, "#") {
			return i + 1
		}
	}
	return 1
}
