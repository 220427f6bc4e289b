package manifest

import (
	"fmt"
	"maps"
	"slices"
)

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

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
