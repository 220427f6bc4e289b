package codec

import (
	"reflect"
	"slices"

	"github.com/gocheckpoint/checkpoint/runtime/internal/typepath"
)

// pathError is an UnstorableError on its way up.
type pathError = typepath.Error

func unstorable(t reflect.Type, reason string) error { return &pathError{Type: t, Reason: reason} }

func within(err error, seg string) error { return typepath.Within(err, seg) }

func typeName(t reflect.Type) string { return typepath.Name(t) }

// Check returns nil if values of t can be stored as far as the static type tells, or
// else an *UnstorableError. Safe for concurrent use.
func Check(t reflect.Type) error {
	if k := t.Kind(); t.PkgPath() == "" && (k == reflect.String || k >= reflect.Bool && k <= reflect.Complex128) {
		return nil // which most results are
	}
	pe := check(t)
	if pe == nil {
		return nil
	}
	segs := slices.Clone(pe.Segs)
	slices.Reverse(segs)
	return &UnstorableError{Path: typepath.Join(t, segs, true), Type: pe.Type, Reason: pe.Reason}
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
