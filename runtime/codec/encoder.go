package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"unsafe"

	"github.com/gocheckpoint/checkpoint/runtime/internal/typepath"
)

type pointer = unsafe.Pointer

type root struct {
	pl *plan
	p  pointer
}

// visit names a referent, as in package objecthash: what a pointer, a map or an open
// slice leads to.
type visit struct {
	p  pointer
	pl *plan
	n  int // the length of an open slice, or one of:
}

const (
	isPointee = -1
	isMap     = -2
)

type item struct {
	visit
	parent int32 // the item with the first reference, -1-i for root i
}

type encoder struct {
	buf      []byte
	seen     map[visit]int
	queue    []item
	types    map[reflect.Type]int
	statics  []*statics
	cur      int // the item being written, -1-i for root i
	depth    int
	target   int // the item that explain looks for, else -1
	slices   []span
	aliasing bool // slices are noted
	inKey    bool // map keys don't number types: they come in random order
	inError  bool // what interfaces of type error hold is left to linkWriter:
	kids     []error
}

// Marks of values that may be nil or shared.
const (
	markNil byte = iota
	markNew
	markBack
	markEmpty // open slice without elements
	markWhole // dynamic type that is not numbered
	markLink  // error that is a link of its own
	markError // error of a variable: its name and what it says
)

func (e *encoder) byte(b byte)   { e.buf = append(e.buf, b) }
func (e *encoder) uvarint(x int) { e.buf = binary.AppendUvarint(e.buf, uint64(x)) }
func (e *encoder) u64(x uint64)  { e.buf = binary.LittleEndian.AppendUint64(e.buf, x) }

func (e *encoder) bytes(b []byte) {
	e.uvarint(len(b))
	e.buf = append(e.buf, b...)
}

func (e *encoder) string(s string) {
	e.uvarint(len(s))
	e.buf = append(e.buf, s...)
}

// all writes the roots, and then what they refer to in the order of first reference
// (C3): from a queue, so that a list of any length keeps the stack flat.
func (e *encoder) all(roots []root) error {
	for i, r := range roots {
		e.cur = -1 - i
		if err := r.pl.enc(e, r.p); err != nil {
			return e.explain(err, roots)
		}
	}
	for head := 0; head < len(e.queue); head++ {
		e.cur = head
		if err := e.referent(e.queue[head].visit); err != nil {
			return e.explain(err, roots)
		}
	}
	return e.aliases(roots)
}

func (e *encoder) referent(v visit) error {
	if v.n == isPointee {
		return within(v.pl.enc(e, v.p), "*")
	}
	return v.pl.body(e, v.p, v.n)
}

// ref writes a reference. It reports whether the referent is new.
func (e *encoder) ref(v visit) (isNew bool, err error) {
	if n, ok := e.seen[v]; ok {
		if n == e.target {
			return false, &pathError{Found: true}
		}
		e.byte(markBack)
		e.uvarint(n)
		return false, nil
	}
	if e.seen == nil {
		e.seen = map[visit]int{}
	}
	e.seen[v] = len(e.queue)
	e.queue = append(e.queue, item{v, int32(e.cur)})
	e.byte(markNew)
	return true, nil
}

// explain gives an error within the current item its path from the root: every parent
// is written once more, until it comes to the reference.
func (e *encoder) explain(err error, roots []root) error {
	var pe *pathError
	if !errors.As(err, &pe) {
		return err
	}
	segs, whole := pe.Segs, true
	const maxHops = 32
	for hops := 0; e.cur >= 0; hops++ {
		if hops == maxHops {
			whole = false
			break
		}
		e.target = e.cur
		e.cur = int(e.queue[e.cur].parent)
		e.buf, e.depth, e.inKey = e.buf[:0], 0, false
		var err error
		if e.cur < 0 {
			r := roots[-1-e.cur]
			err = r.pl.enc(e, r.p)
		} else {
			err = e.referent(e.queue[e.cur].visit)
		}
		var up *pathError
		if !errors.As(err, &up) || !up.Found {
			whole = false
			break
		}
		segs = append(segs, up.Segs...)
	}
	for !whole && e.cur >= 0 {
		e.cur = int(e.queue[e.cur].parent)
	}
	slices.Reverse(segs)
	return &UnstorableError{Path: typepath.Join(roots[-1-e.cur].pl.t, segs, whole), Type: pe.Type, Reason: pe.Reason, Err: pe.Err}
}

// maxDepth bounds what nests on the stack: interfaces that hold values that hold
// interfaces, in both directions (C8).
const maxDepth = 10_000

// dynamic writes what an interface holds: type and value (C6).
func (e *encoder) dynamic(v reflect.Value) error {
	if !v.IsValid() {
		e.byte(markNil)
		return nil
	}
	t := v.Type()
	pl := planOf(t)
	if pl.isError {
		if name := variableOf(v.Interface().(error)); name != "" {
			e.byte(markError)
			e.string(name)
			e.string(v.Interface().(error).Error())
			return nil
		}
	}
	if e.depth >= maxDepth {
		return unstorable(t, fmt.Sprintf("interfaces nest more than %d deep", maxDepth))
	}
	if n, ok := e.types[t]; ok {
		e.byte(markBack)
		e.uvarint(n)
	} else {
		if pl.refused != nil {
			// A copy: refusals are shared between calls.
			refused := *pl.refused
			refused.Segs = slices.Clone(refused.Segs)
			return within(&refused, ".("+typeName(t)+")")
		}
		if e.inKey {
			e.byte(markWhole)
		} else {
			e.byte(markNew)
		}
		if err := e.typeDesc(t, 0); err != nil {
			return within(err, ".("+typeName(t)+")")
		}
		if e.types == nil {
			e.types = map[reflect.Type]int{}
		}
		if !e.inKey {
			e.types[t] = len(e.types)
		}
	}
	c := reflect.New(t)
	c.Elem().Set(v)
	e.depth++
	err := pl.enc(e, c.UnsafePointer())
	e.depth--
	return within(err, ".("+typeName(t)+")")
}
