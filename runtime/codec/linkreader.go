package codec

import (
	"errors"
	"fmt"
)

type linkReader struct {
	errors *Errors
	reader
	stack []error // links that nobody took yet
	depth []int   // of each
}

func (r *linkReader) all() (err, failed error) {
	defer func() {
		if p := recover(); p != nil { // as in Codec.Decode
			err, failed = nil, &CorruptError{Offset: r.pos, Reason: fmt.Sprintf("panic: %v", p)}
		}
	}()
	for links := 0; r.left() > 0; links++ {
		if links == maxLinks {
			return nil, r.corrupt("more than %d errors", maxLinks)
		}
		if err := r.link(); err != nil {
			return nil, err
		}
	}
	if len(r.stack) != 1 {
		return nil, r.corrupt("%d errors, want one", len(r.stack))
	}
	return r.stack[0], nil
}

func (r *linkReader) link() error {
	kind, err := r.byte()
	if err != nil {
		return err
	}
	n, err := r.count()
	if err != nil {
		return err
	}
	base := len(r.stack) - n
	if base < 0 {
		return r.corrupt("an error wraps %d, but there are %d", n, len(r.stack))
	}
	depth := 1
	for _, d := range r.depth[base:] {
		depth = max(depth, d+1)
	}
	if depth > maxLinkDepth {
		return r.corrupt("errors nest more than %d deep", maxLinkDepth)
	}
	kids := r.stack[base:]
	var got error
	switch kind {
	case linkSentinel:
		if n != 0 {
			return r.corrupt("a sentinel wraps something")
		}
		got, err = r.sentinel()
	case linkNamed:
		if n != 0 {
			return r.corrupt("a sentinel wraps something")
		}
		got, err = r.variable()
	case linkTyped:
		got, err = r.value(kids)
	case linkText:
		got, err = r.text(kids)
	default:
		return r.corrupt("unknown kind of error %d", kind)
	}
	if err != nil {
		return err
	}
	clear(kids)
	r.stack, r.depth = append(r.stack[:base], got), append(r.depth[:base], depth)
	return nil
}

func (r *linkReader) sentinel() (error, error) {
	i, err := r.count()
	if err != nil {
		return nil, err
	}
	if i >= len(r.errors.sentinels) {
		return nil, r.corrupt("there is no sentinel %d", i)
	}
	return r.errors.sentinels[i].Err, nil
}

// named reads the name of an error that RegisterError made known.
func (r *linkReader) named() (error, error) {
	name, err := r.bytes()
	if err != nil {
		return nil, err
	}
	known := errorNamed(string(name))
	if known == nil {
		return nil, unknownError(name)
	}
	return known, nil
}

// variable reads the name of such an error and what it said.
func (r *linkReader) variable() (error, error) {
	name, err := r.bytes()
	if err != nil {
		return nil, err
	}
	text, err := r.bytes()
	if err != nil {
		return nil, err
	}
	return sameError(errorNamed(string(name)), name, text)
}

func (r *linkReader) value(kids []error) (got, failed error) {
	start := r.pos
	b, err := r.bytes()
	if err != nil {
		return nil, err
	}
	defer func() {
		var ce *CorruptError
		if errors.As(failed, &ce) { // its offset is in b
			ce.Offset += start
		}
	}()
	d := &decoder{reader: reader{b, 0}, statics: standardErrors(), inError: true, kids: kids}
	if err := d.dynamic(errorType, pointer(&got)); err != nil {
		return nil, err
	}
	if err := d.drain(); err != nil {
		return nil, err
	}
	if got == nil || d.kidsUsed != len(kids) {
		return nil, d.corrupt("an error is nil, or doesn't hold what it wraps")
	}
	return got, d.end()
}

func (r *linkReader) text(kids []error) (error, error) {
	form, err := r.byte()
	if err != nil {
		return nil, err
	}
	text, err := r.bytes()
	if err != nil {
		return nil, err
	}
	l := textLink{text: string(text)}
	n, err := r.count()
	if err != nil {
		return nil, err
	}
	if n > len(r.errors.sentinels) {
		return nil, r.corrupt("more than all sentinels")
	}
	for range n {
		s, err := r.sentinel()
		if err != nil {
			return nil, err
		}
		l.is = append(l.is, s)
	}
	if n, err = r.count(); err != nil {
		return nil, err
	}
	if n > r.left() {
		return nil, r.corrupt("more names than bytes")
	}
	for range n {
		s, err := r.named()
		if err != nil {
			return nil, err
		}
		l.is = append(l.is, s)
	}
	switch {
	case form == formNone && len(kids) == 0:
		return &l, nil
	case form == formNil && len(kids) == 0:
		return &wrapLink{l, nil}, nil
	case form == formOne && len(kids) == 1:
		return &wrapLink{l, kids[0]}, nil
	case form == formMany:
		return r.join(l, kids)
	}
	return nil, r.corrupt("an error of form %d wraps %d", form, len(kids))
}

func (r *linkReader) join(l textLink, kids []error) (error, error) {
	n, err := r.count()
	if err != nil {
		return nil, err
	}
	marks, err := r.take(n)
	if err != nil {
		return nil, err
	}
	j := &joinLink{l, make([]error, 0, n)}
	for _, mark := range marks {
		var kid error
		if mark != markNil {
			if len(kids) == 0 {
				break
			}
			kid, kids = kids[0], kids[1:]
		}
		j.errs = append(j.errs, kid)
	}
	if len(kids) > 0 || len(j.errs) != n {
		return nil, r.corrupt("a joined error wraps another number of errors")
	}
	return j, nil
}

// kid reads what an interface of type error holds while an error is decoded.
func (d *decoder) kid(p *error) error {
	mark, err := d.byte()
	if err != nil || mark == markNil {
		return err
	}
	i, err := d.count()
	if err != nil {
		return err
	}
	if mark != markLink || i >= len(d.kids) || d.kids[i] == nil {
		return d.corrupt("an error holds one that is not there")
	}
	*p, d.kids[i] = d.kids[i], nil // once: errors are trees
	d.kidsUsed++
	return nil
}
