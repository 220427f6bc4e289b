package codec

import (
	"reflect"
	"slices"
	"strings"
)

// pathError is an UnstorableError on its way up.
type pathError struct {
	segs   []string // innermost first
	typ    reflect.Type
	reason string
	err    error
	found  bool // no error: the reference that explain looks for
}

func (e *pathError) Error() string {
	return e.typ.String() + ": " + e.reason
}

// inside returns a copy with one more segment: refusals are shared between calls.
func (e *pathError) inside(seg string) error {
	c := *e
	c.segs = append(slices.Clone(e.segs), seg)
	return &c
}

func unstorable(t reflect.Type, reason string) error { return &pathError{typ: t, reason: reason} }

func within(err error, seg string) error {
	if err == nil {
		return nil
	}
	if pe, ok := err.(*pathError); ok {
		pe.segs = append(pe.segs, seg)
	}
	return err
}

func typeName(t reflect.Type) string {
	if t.Name() != "" && !strings.Contains(t.Name(), "[") {
		return t.Name()
	}
	return t.String()
}

const maxSegs = 48

// joinPath writes segments after the name of the first declared type: *Job.Done, []Job.Done.
func joinPath(t reflect.Type, segs []string, whole bool) string {
	if len(segs) > maxSegs {
		segs, whole = segs[len(segs)-maxSegs:], false
	}
	if !whole {
		return typeName(t) + "…" + strings.Join(segs, "")
	}
	if t.Kind() == reflect.Interface && t.Name() == "" && len(segs) > 0 && strings.HasPrefix(segs[0], ".(") {
		return strings.TrimSuffix(segs[0][2:], ")") + strings.Join(segs[1:], "")
	}
	prefix := ""
	for t.Name() == "" && len(segs) > 0 {
		switch {
		case segs[0] == "*" && t.Kind() == reflect.Pointer,
			segs[0] == "[]" && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array || t.Kind() == reflect.Map):
			t = t.Elem()
		case segs[0] == "[key]" && t.Kind() == reflect.Map:
			t = t.Key()
		default:
			return prefix + t.String() + strings.Join(segs, "")
		}
		prefix += segs[0]
		segs = segs[1:]
	}
	if prefix != "" && len(segs) == 0 && t.Name() == "" {
		return prefix
	}
	return prefix + typeName(t) + strings.Join(segs, "")
}

// Check returns nil if values of t can be stored as far as the static type tells, or
// else an *UnstorableError. Safe for concurrent use.
func Check(t reflect.Type) error {
	pe := check(t)
	if pe == nil {
		return nil
	}
	segs := slices.Clone(pe.segs)
	slices.Reverse(segs)
	return &UnstorableError{Path: joinPath(t, segs, true), Type: pe.typ, Reason: pe.reason}
}

func check(t reflect.Type) *pathError {
	pe, _ := walk(t, map[reflect.Type]bool{}).(*pathError)
	return pe
}

func walk(t reflect.Type, seen map[reflect.Type]bool) error {
	if seen[t] || modeOf(t) != byFields {
		return nil
	}
	seen[t] = true
	if reason := refusalByFields(t); reason != "" {
		return unstorable(t, reason)
	}
	switch t.Kind() {
	case reflect.Pointer:
		if t.Elem() == locationType {
			return nil
		}
		return within(walk(t.Elem(), seen), "*")
	case reflect.Array:
		if t.Len() == 0 {
			return nil
		}
		return within(walk(t.Elem(), seen), "[]")
	case reflect.Slice:
		return within(walk(t.Elem(), seen), "[]")
	case reflect.Map:
		if err := walk(t.Key(), seen); err != nil {
			return within(err, "[key]")
		}
		return within(walk(t.Elem(), seen), "[]")
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.Name != "_" {
				if err := walk(f.Type, seen); err != nil {
					return within(err, "."+f.Name)
				}
			}
		}
	}
	return nil
}

// Plain reports whether a value of t holds no pointer, map, slice or interface, so that
// it can be handed to several callers as it is. Strings, time.Time and unique.Handle are
// immutable and count as plain. Safe for concurrent use.
func Plain(t reflect.Type) bool {
	if t == timeType || t.PkgPath() == "unique" {
		return true
	}
	switch t.Kind() {
	case reflect.String:
		return true
	case reflect.Array:
		return t.Len() == 0 || Plain(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if !Plain(t.Field(i).Type) {
				return false
			}
		}
		return true
	}
	return kindSizes[t.Kind()] > 0
}
