package objecthash

import (
	"errors"
	"slices"

	"github.com/gocheckpoint/checkpoint/runtime/internal/typepath"
)

// visit names a referent: what a pointer, a map or an open slice leads to. It holds the
// pointer as such, so that nothing met can be freed and its address be reused by
// something else before Reset.
type visit struct {
	p  unsafePointer
	pl *plan
	n  int // the length of an open slice, or one of:
}

const (
	isPointee = -1
	isMap     = -2
)

// item is a referent whose content still has to be written. Writing referents from a
// queue and not at the place of their first reference keeps the stack flat: a list may
// have any length (H4).
type item struct {
	visit
	parent int32 // the item that holds the first reference, -1 for the value itself
	hooks  int32
}

func (h *Hasher) ref(v visit) error {
	if h.inKey {
		if h.opt.Tolerant {
			h.vague = true
			return nil
		}
		return unhashable(v.pl.t, "map keys that hold references are compared by address, which is not part of a value")
	}
	n, ok := h.number(v)
	if !ok {
		h.queue = append(h.queue, item{v, int32(h.cur), int32(h.hooks)})
		h.tag(tagNew)
		return nil
	}
	if n == h.target {
		return &pathError{Found: true}
	}
	h.tag(tagBack)
	h.uvarint(n)
	return nil
}

// root writes one value and everything that it refers to.
func (h *Hasher) root(pl *plan, p unsafePointer) error {
	h.cur, h.hooks = -1, 0
	err := pl.enc(h, p)
	for err == nil && h.head < len(h.queue) {
		h.cur = h.head
		h.head++
		it := &h.queue[h.cur]
		h.hooks = int(it.hooks)
		err = h.referent(it.visit)
	}
	if err == nil {
		return nil
	}
	return h.explain(err, pl, p)
}

func (h *Hasher) referent(v visit) error {
	if v.n == isPointee {
		if err := v.pl.enc(h, v.p); err != nil {
			return within(err, "*")
		}
		return nil
	}
	return v.pl.body(h, v.p, v.n)
}

// explain turns an error within the current item into one with the path from the root.
// The queue does not keep how an item was reached: its parent is written once more,
// until it comes to the reference. Errors may take their time.
func (h *Hasher) explain(err error, root *plan, p unsafePointer) error {
	var pe *pathError
	if !errors.As(err, &pe) {
		return err
	}
	segs := pe.Segs // innermost first
	h.limit, h.inKey = noSpill, false
	const maxHops = 32
	whole := true
	for hops := 0; h.cur >= 0; hops++ {
		if hops == maxHops {
			whole = false
			break
		}
		h.target = h.cur
		h.cur = int(h.queue[h.cur].parent)
		h.buf, h.depth = h.buf[:0], 0
		var err error
		if h.cur < 0 {
			err = root.enc(h, p)
		} else {
			err = h.referent(h.queue[h.cur].visit)
		}
		var up *pathError
		if !errors.As(err, &up) || !up.Found { // a HashCheckpoint method that returns new values every time
			whole = false
			break
		}
		segs = append(segs, up.Segs...)
	}
	slices.Reverse(segs)
	return &UnhashableError{Path: typepath.Join(root.t, segs, whole), Type: pe.Type, Reason: pe.Reason, Err: pe.Err}
}

func (c compiler) pointer(pl *plan) encoder {
	elem := c.plan(pl.t.Elem())
	if elem.t.Size() == 0 {
		// Go leaves open whether two pointers to zero-sized values are equal.
		return func(h *Hasher, p unsafePointer) error {
			q := *(*unsafePointer)(p)
			if q == nil {
				h.tag(tagNil)
				return nil
			}
			if h.inKey {
				return h.ref(visit{q, elem, isPointee})
			}
			h.tag(tagPointer)
			if err := elem.enc(h, q); err != nil {
				return within(err, "*")
			}
			return nil
		}
	}
	return func(h *Hasher, p unsafePointer) error {
		q := *(*unsafePointer)(p)
		if q == nil {
			h.tag(tagNil)
			return nil
		}
		return h.ref(visit{q, elem, isPointee})
	}
}
