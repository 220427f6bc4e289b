package manifest

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
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
// the file, the line where it is known, and the remedy; nothing is returned
// beside it.
func Decode(name string, data []byte) (*Manifest, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("%s: manifest of %d bytes, more than the %d allowed; %s", name, len(data), MaxSize, Regenerate)
	}
	if len(strings.TrimSpace(string(data))) == 0 {
		return nil, fmt.Errorf("%s:1: empty manifest; %s", name, Regenerate)
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
	if err := m.validate(); err != nil {
		line := 1
		var at *fieldError
		if errors.As(err, &at) {
			line = lineOf(data, at.near)
		}
		return nil, fmt.Errorf("%s:%d: %w; %s", name, line, err, Regenerate)
	}
	return m, nil
}

// syntaxError adds file, line and remedy to an error of the TOML decoder.
func syntaxError(name string, err error) error {
	var pe toml.ParseError
	if errors.As(err, &pe) {
		return fmt.Errorf("%s:%d: %s; %s", name, pe.Position.Line, pe.Message, Regenerate)
	}
	return fmt.Errorf("%s: %w; %s", name, err, Regenerate)
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

// A fieldError says what is wrong with a manifest, and a text that stands near
// it in the file.
type fieldError struct {
	near, problem string
}

func (e *fieldError) Error() string { return e.problem }

func problemf(near, format string, args ...any) error {
	return &fieldError{near, fmt.Sprintf(format, args...)}
}

// validate reports the first thing, in the order of the file, that keeps m
// from being trusted.
func (m *Manifest) validate() error {
	if m.Version != Version {
		return problemf("version", "version %d, want %d", m.Version, Version)
	}
	for _, field := range []struct{ key, value string }{
		{"module", m.Module}, {"package", m.Package},
		{"go", m.Target.Go}, {"os", m.Target.OS}, {"arch", m.Target.Arch},
	} {
		if field.value == "" {
			return problemf(field.key, "no %s", field.key)
		}
	}
	if m.Variant != Plain && m.Variant != Test && m.Variant != XTest {
		return problemf("variant", "unknown variant %q", m.Variant)
	}
	for _, id := range sorted(m.Funcs) {
		f := m.Funcs[id]
		if _, err := ParseIdentity(f.Identity); err != nil {
			return problemf(id, "func %q: %v", id, err)
		}
		if f.Signature == "" {
			return problemf(id, "func %q: no signature", id)
		}
		switch {
		case f.Status != Complete && f.Status != Assumed:
			return problemf(id, "func %q: status %q is neither %s nor %s", id, f.Status, Complete, Assumed)
		case f.Status == Complete && len(f.Assumes) > 0:
			return problemf(id, "func %q: complete, yet it assumes something", id)
		case f.Status == Assumed && len(f.Assumes) == 0:
			return problemf(id, "func %q: assumed, without saying what", id)
		}
	}
	for _, id := range sorted(m.Types) {
		if _, err := ParseIdentity(m.Types[id].Identity); err != nil {
			return problemf(id, "type %q: %v", id, err)
		}
	}
	return nil
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// identityPrefix names the hash function of an identity.
const identityPrefix = "b3:"

// FormatIdentity renders an identity as manifests hold it.
func FormatIdentity(sum [32]byte) string {
	return identityPrefix + hex.EncodeToString(sum[:])
}

// ParseIdentity is the inverse of [FormatIdentity].
func ParseIdentity(s string) (sum [32]byte, err error) {
	digits, ok := strings.CutPrefix(s, identityPrefix)
	if !ok || len(digits) != hex.EncodedLen(len(sum)) || strings.ToLower(digits) != digits {
		return sum, fmt.Errorf("identity %.80q is not %q and %d hexadecimal digits", s, identityPrefix, 2*len(sum))
	}
	if _, err := hex.Decode(sum[:], []byte(digits)); err != nil {
		return [32]byte{}, fmt.Errorf("identity %.80q: %w", s, err)
	}
	return sum, nil
}
