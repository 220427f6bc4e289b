package mutation

import (
	"bytes"
	"slices"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/mutation/lib"
)

type box struct {
	n     int
	next  *box
	items []int
}

type holder struct{ b *box }

// Storage of an argument under another name.

func inStruct(b *box) int {
	h := holder{b}
	h.b.n = 1 // want `^inStruct writes through its argument b, which a hit would not: h.b.n$`
	return 1
}

func inSlice(b *box) int {
	s := []*box{b}
	s[0].n = 1 // want `inSlice writes through its argument b, which a hit would not: s\[0\].n$`
	return 1
}

func inMap(b *box) int {
	m := map[int]*box{1: b}
	m[1].n = 1 // want `inMap writes through its argument b`
	return 1
}

func inKeys(m map[*box]int) int {
	for b := range m {
		b.n = 1 // want `inKeys writes through its argument m`
	}
	return 1
}

func inChannel(boxes []*box) int {
	c := make(chan *box, len(boxes))
	for _, b := range boxes {
		c <- b
	}
	(<-c).n = 1 // want `inChannel writes through its argument boxes`
	return 1
}

func inInterface(b *box) int {
	var x any = b
	if y, ok := x.(*box); ok {
		y.n = 1 // want `inInterface writes through its argument b`
	}
	return 1
}

func assignedField(b *box) int {
	h := &holder{}
	h.b = b
	h.b.n = 1 // want `assignedField writes through its argument b`
	return 1
}

func handedOn(b *box) int {
	h := &holder{b}
	set(h) // want `handedOn writes through its argument b, which a hit would not: h.b.n at alias.go:\d+, by way of set$`
	return 1
}

func set(h *holder) { h.b.n = 1 }

// What a function returns of its arguments.

func returned(b *box) int {
	id(b).n = 1 // want `returned writes through its argument b, which a hit would not: id\(b\).n$`
	return 1
}

func id(b *box) *box { return b }

func returnedGeneric(b *box) int {
	lib.Same(b).n = 1 // want `returnedGeneric writes through its argument b`
	return 1
}

func (b *box) tail() *box { return b.next }

func getter(b *box) int {
	b.tail().tail().n = 1 // want `getter writes through its argument b`
	return 1
}

func second(b *box) int {
	_, x := pair(b)
	x.n = 1 // want `second writes through its argument b`
	return 1
}

func pair(b *box) (int, *box) { return 1, b }

func constructor(b *box) int {
	h := newHolder(b)
	h.b.n = 1 // want `constructor writes through its argument b`
	return 1
}

func newHolder(b *box) *holder {
	h := new(holder)
	h.b = b
	return h
}

func deepest(b *box) *box {
	if b.next == nil {
		return b
	}
	return deepest(b.next)
}

func recursiveGetter(b *box) int {
	deepest(b).n = 1 // want `recursiveGetter writes through its argument b`
	return 1
}

func fields(data []byte) int {
	bytes.Fields(data)[0][0] = 'x' // want `fields writes through its argument data`
	return 1
}

func overValues(boxes []*box) int {
	for b := range slices.Values(boxes) {
		b.n = 1 // want `overValues writes through its argument boxes`
	}
	return 1
}

// Embedded fields.

type wrapper struct{ *box }

func (b *box) zero() { b.n = 0 }

func promoted(w wrapper) int {
	w.zero() // want `promoted writes through its argument w, which a hit would not: b.n at alias.go:\d+, by way of box.zero$`
	return w.n
}

type valued struct{ box }

func promotedValue(v valued) int {
	v.zero()
	return v.n
}

func promotedField(w wrapper) int {
	w.n = 1 // want `promotedField writes through its argument w, which a hit would not: w.n$`
	return 1
}

// Fine: what is new, though it refers to the argument, or comes from it.

func ownHolder(b *box) int {
	h := newHolder(b)
	h.b = &box{}
	h.b.n = 1
	s := []*box{b}
	s[0] = nil
	m := map[string]*box{}
	m["a"] = b
	return len(m)
}

func copyOf(b *box) *box { return &box{n: b.n} }

func ownCopy(b *box) int {
	c := copyOf(b)
	c.n = 1
	return c.n
}

func counted(b *box) (total int) {
	p := &total
	*p = b.n
	return total
}

var (
	_ = checkpoint.Func(inStruct)
	_ = checkpoint.Func(inSlice)
	_ = checkpoint.Func(inMap)
	_ = checkpoint.Func(inKeys)
	_ = checkpoint.Func(inChannel)
	_ = checkpoint.Func(inInterface)
	_ = checkpoint.Func(assignedField)
	_ = checkpoint.Func(handedOn)
	_ = checkpoint.Func(returned)
	_ = checkpoint.Func(returnedGeneric)
	_ = checkpoint.Func(getter)
	_ = checkpoint.Func(second)
	_ = checkpoint.Func(constructor)
	_ = checkpoint.Func(recursiveGetter)
	_ = checkpoint.Func(fields)
	_ = checkpoint.Func(overValues)
	_ = checkpoint.Func(promoted)
	_ = checkpoint.Func(promotedValue)
	_ = checkpoint.Func(promotedField)
	_ = checkpoint.Func(ownHolder)
	_ = checkpoint.Func(ownCopy)
	_ = checkpoint.Func(counted)
)
