package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/internal/typepath"
)

// An error is stored as a tree of links, each after those that it wraps or holds: so
// decoding needs no recursion, and no bytes can make a cycle (C12).
//
//	error = link … link        the last one is the root
//	link  = kind kids body     kids: how many of the links before it, not taken yet, are its own
const (
	linkSentinel byte = iota // body: its number
	linkTyped                // body: length, and a value of a registered type
	linkText                 // body: form, text, the sentinels that its Is method knows, and the names of others; of formMany, nils
	linkNamed                // body: its name (RegisterError) and what it says
)

// Forms of Unwrap methods.
const (
	formNone byte = iota
	formOne       // Unwrap() error
	formNil       // Unwrap() error, which returns nil
	formMany      // Unwrap() []error
)

// Bounds of what is an error's chain (C12).
const (
	maxLinks     = 10_000
	maxLinkDepth = 1_000
)

// unwrapped gives what an error wraps, and how it says so.
func unwrapped(err error) (kids []error, form byte) {
	switch x := err.(type) {
	case interface{ Unwrap() error }:
		if kid := x.Unwrap(); kid != nil {
			return []error{kid}, formOne
		}
		return nil, formNil
	case interface{ Unwrap() []error }:
		return x.Unwrap(), formMany
	}
	return nil, formNone
}

// A link of which text, place and the answers of its Is method are kept.
type (
	textLink struct {
		text string
		is   []error
	}
	wrapLink struct {
		textLink
		err error
	}
	joinLink struct {
		textLink
		errs []error
	}
)

func (l *textLink) Error() string        { return l.text }
func (l *textLink) Is(target error) bool { return slices.Contains(l.is, target) }
func (l *wrapLink) Unwrap() error        { return l.err }
func (l *joinLink) Unwrap() []error      { return l.errs }

// textOnly are the types whose links are no more than text and place: nothing is lost.
var textOnly = map[reflect.Type]bool{
	reflect.TypeOf(errors.New("")):                                                   true,
	reflect.TypeOf(errors.Join(errors.New(""))):                                      true,
	reflect.TypeOf(fmt.Errorf("no verb")):                                            true,
	reflect.TypeOf(fmt.Errorf("%w", errors.ErrUnsupported)):                          true,
	reflect.TypeOf(fmt.Errorf("%w%w", errors.ErrUnsupported, errors.ErrUnsupported)): true,
	reflect.TypeFor[*textLink]():                                                     true,
	reflect.TypeFor[*wrapLink]():                                                     true,
	reflect.TypeFor[*joinLink]():                                                     true,
}

type linkWriter struct {
	errors *Errors
	typed  bool // links of types that can be stored keep them
	buf    []byte
	links  int
	lost   *UnstorableError
}

func (w *linkWriter) lostLink() error {
	if w.lost == nil {
		return nil
	}
	return w.lost
}

func (w *linkWriter) all(err error) ([]byte, error) {
	w.buf = append(w.buf, w.errors.header[:]...)
	failed := guarded(err, func() error { return w.link(err, typeName(reflect.TypeOf(err)), 1) })
	if failed != nil {
		return nil, failed
	}
	return w.buf, nil
}

// link writes err after all that it wraps. path leads to it from the root.
func (w *linkWriter) link(err error, path string, depth int) error {
	t := reflect.TypeOf(err)
	if w.links++; w.links > maxLinks || depth > maxLinkDepth {
		return &UnstorableError{Path: path, Type: t, Reason: fmt.Sprintf("errors wrap more than %d others, or more than %d deep", maxLinks, maxLinkDepth)}
	}
	if n := w.errors.sentinel(err); n >= 0 {
		w.buf = binary.AppendUvarint(append(w.buf, linkSentinel, 0), uint64(n))
		return nil
	}
	if name := nameOf(err); name != "" {
		e := &encoder{}
		e.string(name)
		e.string(err.Error())
		w.buf = append(append(w.buf, linkNamed, 0), e.buf...)
		return nil
	}
	var body []byte
	var kids []error
	kind, why := linkTyped, error(nil)
	if w.typed {
		body, kids, why = w.value(err)
	}
	form := formNone
	if !w.typed || why != nil {
		if !textOnly[t] && w.lost == nil {
			w.lost = &UnstorableError{Path: path, Type: t, Reason: "it does not come back the same"}
			var ue *UnstorableError
			if errors.As(why, &ue) {
				inside := strings.TrimPrefix(ue.Path, "error.("+typeName(t)+")")
				w.lost = &UnstorableError{Path: path + inside, Type: ue.Type, Reason: ue.Reason, Err: ue.Err}
			}
			w.lost.Reason += "; of the error its text alone is kept, and errors.As will not find its type"
		}
		kind = linkText
		kids, form = unwrapped(err)
		body = w.text(err, kids, form)
	}
	n := 0
	for i, kid := range kids {
		if kid == nil {
			continue // the body says so
		}
		n++
		seg := ".Unwrap()"
		if form == formMany || kind == linkTyped && len(kids) > 1 {
			seg = fmt.Sprintf(".Unwrap()[%d]", i)
		}
		if len(path) > typepath.MaxSegs*len(seg) {
			path, seg = "", "…"+seg
		}
		if err := w.link(kid, path+seg, depth+1); err != nil {
			return err
		}
	}
	w.buf = binary.AppendUvarint(append(w.buf, kind), uint64(n))
	w.buf = append(w.buf, body...)
	return nil
}

// value encodes an error as a value of its type, but for what its fields of type error
// hold: those are links of their own.
func (w *linkWriter) value(err error) (body []byte, kids []error, why error) {
	v := reflect.ValueOf(&err).Elem()
	e := &encoder{cur: -1, target: -1, statics: standardErrors(), aliasing: true, inError: true}
	holder := &plan{t: errorType, enc: func(e *encoder, _ pointer) error { return e.dynamic(v.Elem()) }}
	if why := e.all([]root{{holder, v.Addr().UnsafePointer()}}); why != nil {
		return nil, nil, why
	}
	return append(binary.AppendUvarint(nil, uint64(len(e.buf))), e.buf...), e.kids, nil
}

func (w *linkWriter) text(err error, kids []error, form byte) []byte {
	e := &encoder{}
	e.byte(form)
	e.string(err.Error())
	var is []int
	var names []string
	if x, ok := err.(interface{ Is(error) bool }); ok {
		for i, s := range w.errors.sentinels {
			if x.Is(s.Err) {
				is = append(is, i)
			}
		}
		for _, s := range namedErrors() {
			if x.Is(s.Err) && w.errors.sentinel(s.Err) < 0 {
				names = append(names, s.Name)
			}
		}
		slices.Sort(names)
	}
	e.uvarint(len(is))
	for _, i := range is {
		e.uvarint(i)
	}
	e.uvarint(len(names))
	for _, name := range names {
		e.string(name)
	}
	if form == formMany {
		e.uvarint(len(kids))
		for _, kid := range kids {
			if kid == nil {
				e.byte(markNil)
			} else {
				e.byte(markNew)
			}
		}
	}
	return e.buf
}

// kid writes what an interface of type error holds while an error is encoded.
func (e *encoder) kid(err error) error {
	if err == nil {
		e.byte(markNil)
		return nil
	}
	e.byte(markLink)
	e.uvarint(len(e.kids))
	e.kids = append(e.kids, err)
	return nil
}
