package codec

import (
	"encoding"
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/internal/typepath"
)

// mode is how a type is stored (C5).
type mode byte

const (
	byFields mode = iota
	byTime
	byBinary
	byGob
	byText
)

// gob's pair, without package gob, which takes time when a program starts.
type (
	gobEncoder interface{ GobEncode() ([]byte, error) }
	gobDecoder interface{ GobDecode([]byte) error }
)

// Methods are looked up by constant names, as typepath.Promoted wants it.
type lookup = func(reflect.Type) (reflect.Method, bool)

var pairTypes = []struct {
	mode          mode
	out, in       reflect.Type
	outOf, intoOf lookup
}{
	{byBinary, reflect.TypeFor[encoding.BinaryMarshaler](), reflect.TypeFor[encoding.BinaryUnmarshaler](),
		func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("MarshalBinary") },
		func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("UnmarshalBinary") }},
	{byGob, reflect.TypeFor[gobEncoder](), reflect.TypeFor[gobDecoder](),
		func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("GobEncode") },
		func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("GobDecode") }},
	{byText, reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[encoding.TextUnmarshaler](),
		func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("MarshalText") },
		func(t reflect.Type) (reflect.Method, bool) { return t.MethodByName("UnmarshalText") }},
}

// fieldsAreBetter lists std types whose pairs lose what their fields keep: the original
// escaping of a URL, whether a Regexp prefers longest matches.
var fieldsAreBetter = map[reflect.Type]bool{
	reflect.TypeFor[url.URL]():       true,
	reflect.TypeFor[regexp.Regexp](): true,
}

var modes sync.Map // reflect.Type → mode

func modeOf(t reflect.Type) mode {
	if t.Name() == "" || t.PkgPath() == "" || t.Kind() == reflect.Interface {
		return byFields
	}
	if m, ok := modes.Load(t); ok {
		return m.(mode)
	}
	m := findMode(t)
	modes.Store(t, m)
	return m
}

func findMode(t reflect.Type) mode {
	if t == timeType {
		return byTime
	}
	if fieldsAreBetter[t] || refusal(t) != "" && t.Kind() == reflect.Struct || copied(t) {
		return byFields
	}
	pt := reflect.PointerTo(t)
	for _, p := range pairTypes {
		// A promoted method would lose the other fields.
		if pt.Implements(p.out) && pt.Implements(p.in) && !typepath.Promoted(t, p.outOf) && !typepath.Promoted(t, p.intoOf) {
			return p.mode
		}
	}
	return byFields
}

// copied reports whether values of t consist of numbers, strings and slices of them
// alone: then nothing is more faithful than the fields, whatever methods there are
// (net.IP's text forgets whether it had 4 or 16 bytes).
func copied(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return !isRecursive(t) && copied(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if !copied(t.Field(i).Type) {
				return false
			}
		}
		return refusalByFields(t) == ""
	case reflect.String:
		return true
	}
	return kindSizes[t.Kind()] > 0
}

// isRecursive reports whether t is a slice type that contains itself through slices,
// arrays and structs.
func isRecursive(t reflect.Type) bool {
	var walk func(u reflect.Type, seen map[reflect.Type]bool) bool
	walk = func(u reflect.Type, seen map[reflect.Type]bool) bool {
		if u == t {
			return true
		}
		if seen[u] {
			return true
		}
		seen[u] = true
		defer delete(seen, u)
		switch u.Kind() {
		case reflect.Slice, reflect.Array:
			return walk(u.Elem(), seen)
		case reflect.Struct:
			for i := range u.NumField() {
				if walk(u.Field(i).Type, seen) {
					return true
				}
			}
		}
		return false
	}
	if t.Kind() != reflect.Slice && t.Kind() != reflect.Array {
		return false
	}
	return walk(t.Elem(), map[reflect.Type]bool{})
}

func (c compiler) pair(pl *plan, m mode) {
	t := pl.t
	if m == byTime {
		pl.enc = func(e *encoder, p pointer) error { return e.time(*(*time.Time)(p)) }
		pl.dec = func(d *decoder, p pointer) (err error) { *(*time.Time)(p), err = d.time(); return err }
		return
	}
	pl.enc = func(e *encoder, p pointer) error {
		b, err := guard(func() ([]byte, error) {
			switch x := reflect.NewAt(t, p).Interface(); m {
			case byBinary:
				return x.(encoding.BinaryMarshaler).MarshalBinary()
			case byGob:
				return x.(gobEncoder).GobEncode()
			default:
				return x.(encoding.TextMarshaler).MarshalText()
			}
		})
		if err != nil {
			return &pathError{Type: t, Reason: "marshalling it: " + err.Error(), Err: err}
		}
		e.bytes(b)
		return nil
	}
	pl.dec = func(d *decoder, p pointer) error {
		b, err := d.bytes()
		if err != nil {
			return err
		}
		b = append([]byte(nil), b...) // the method may keep or write to it
		_, err = guard(func() ([]byte, error) {
			switch x := reflect.NewAt(t, p).Interface(); m {
			case byBinary:
				return nil, x.(encoding.BinaryUnmarshaler).UnmarshalBinary(b)
			case byGob:
				return nil, x.(gobDecoder).GobDecode(b)
			default:
				return nil, x.(encoding.TextUnmarshaler).UnmarshalText(b)
			}
		})
		if err != nil {
			return d.corrupt("unmarshalling %s: %v", t, err)
		}
		return nil
	}
}

func guard(f func() ([]byte, error)) (b []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return f()
}
