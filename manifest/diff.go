package manifest

import (
	"fmt"
	"maps"
	"slices"
)

// Diff lists, in a stable order and one line each, what differs between two
// manifests of one package: what results computed under was are lost under
// now. It is empty if the two would encode to equal bytes.
func Diff(was, now *Manifest) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }

	if was.Module != now.Module || was.Package != now.Package || was.Variant != now.Variant {
		add("manifest of %s, want that of %s", was.describe(), now.describe())
	}
	if was.Fresh != now.Fresh {
		add("made for one build: %v, want %v", was.Fresh, now.Fresh)
	}
	if was.Target != now.Target {
		add("target %s, want %s", was.Target, now.Target)
	}
	for _, path := range keysOfBoth(was.Modules, now.Modules) {
		if a, b := was.Modules[path], now.Modules[path]; a != b {
			add("module %s: %s, want %s", path, orNone(a), orNone(b))
		}
	}
	for _, id := range keysOfBoth(was.Funcs, now.Funcs) {
		a, before := was.Funcs[id]
		b, after := now.Funcs[id]
		switch {
		case !before:
			add("func %s: not in the manifest", id)
		case !after:
			add("func %s: no longer registered", id)
		case a.Identity != b.Identity:
			add("func %s: its code, or what it depends on, has changed", id)
		case a.Signature != b.Signature:
			add("func %s: signature %s, want %s", id, a.Signature, b.Signature)
		case !slices.Equal(a.Params, b.Params):
			add("func %s: parameters %q, want %q", id, a.Params, b.Params)
		case !slices.Equal(a.Captures, b.Captures):
			add("func %s: captures %q, want %q", id, a.Captures, b.Captures)
		case !slices.Equal(a.LinkVars, b.LinkVars):
			add("func %s: link-time variables %q, want %q", id, a.LinkVars, b.LinkVars)
		case a.Status != b.Status || !maps.Equal(a.Assumes, b.Assumes):
			add("func %s: status %s %q, want %s %q", id, a.Status, a.Assumes, b.Status, b.Assumes)
		}
	}
	for _, id := range keysOfBoth(was.Types, now.Types) {
		a, before := was.Types[id]
		b, after := now.Types[id]
		switch {
		case !before:
			add("type %s: not in the manifest", id)
		case !after:
			add("type %s: no longer listed", id)
		case a.Identity != b.Identity:
			add("type %s: its methods have changed", id)
		case !slices.Equal(a.Assumes, b.Assumes):
			add("type %s: its methods assume %q, want %q", id, a.Assumes, b.Assumes)
		}
	}
	a, b := slices.Sorted(slices.Values(was.Tested)), slices.Sorted(slices.Values(now.Tested))
	if !slices.Equal(a, b) {
		add("packages with in-package tests %q, want %q", a, b)
	}
	return out
}

func (m *Manifest) describe() string {
	s := fmt.Sprintf("package %s in module %s", m.Package, m.Module)
	if m.Variant != Plain {
		s += fmt.Sprintf(" (%s)", m.Variant)
	}
	return s
}

// String renders t for messages, as in "go1.26.8 linux/amd64 cgo tags=a,b".
func (t Target) String() string {
	s := fmt.Sprintf("%s %s/%s", t.Go, t.OS, t.Arch)
	if t.Cgo {
		s += " cgo"
	}
	if t.Tags != "" {
		s += " tags=" + t.Tags
	}
	if t.Instrument != "" {
		s += " " + t.Instrument
	}
	return s
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func keysOfBoth[V any](a, b map[string]V) []string {
	return slices.Compact(slices.Sorted(slices.Values(append(sorted(a), sorted(b)...))))
}
