// Package shared holds what the mutation check flags of results that callers
// share, and what it doesn't.
package shared

import (
	"slices"
	"sort"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/mutation/lib"
)

func box(n int) *lib.Box { return &lib.Box{N: n} }

func value(n int) lib.Box { return lib.Box{N: n} }

func list(n int) []int { return make([]int, n) }

func table(n int) (map[string]int, []int, error) { return nil, nil, nil }

func copied(n int) []int { return make([]int, n) }

var (
	Box    = checkpoint.Func(box, checkpoint.Shared())
	Value  = checkpoint.Func(value, checkpoint.Shared())
	bundle = checkpoint.New(checkpoint.Memory(), checkpoint.Shared())
	List   = checkpoint.Func(list, bundle)
	Table  = checkpoint.Func(table, checkpoint.Shared())
	Copied = checkpoint.Func(copied)
	Layer  = checkpoint.Over(Copied, checkpoint.Shared())
	Plain  = checkpoint.Over(List)
)

func field() {
	b := Box.Call(1)
	b.N = 2 // want `^field writes to what Box returned, which Shared hands to all its callers: b.N$`
	b.N++   // want `field writes to what Box returned`
}

func direct() {
	Box.Call(1).N = 2     // want `direct writes to what Box returned, which Shared hands to all its callers: Box.Call\(1\).N$`
	List.Cached(1)[0] = 3 // want `direct writes to what List returned, which Shared hands to all its callers: List.Cached\(1\)\[0\]$`
}

func elements() {
	l := List.Call(3)
	l[0] = 1         // want `elements writes to what List returned, which Shared hands to all its callers: l\[0\]$`
	sort.Ints(l)     // want `elements writes to what List returned, which Shared hands to all its callers: sort.Ints$`
	slices.Sort(l)   // want `elements writes to what List returned, which Shared hands to all its callers: slices.Sort$`
	clear(l)         // want `elements writes to what List returned, which Shared hands to all its callers: clear$`
	l = append(l, 1) // want `elements writes to what List returned, which Shared hands to all its callers: append to l$`
	copy(l[1:], l)   // want `elements writes to what List returned, which Shared hands to all its callers: copy$`
}

func several() error {
	m, l, err := Table.Rerun(1)
	m["a"] = 1         // want `several writes to what Table returned, which Shared hands to all its callers: m\["a"\]$`
	delete(m, "a")     // want `several writes to what Table returned, which Shared hands to all its callers: delete$`
	l[0]++             // want `several writes to what Table returned, which Shared hands to all its callers: l\[0\]$`
	for i := range l { // reads
		_ = l[i]
	}
	return err
}

func partOfValue() {
	v := Value.Call(1)
	v.Items[0] = 1 // want `partOfValue writes to what Value returned, which Shared hands to all its callers: v.Items\[0\]$`
	v.Next.N = 2   // want `partOfValue writes to what Value returned, which Shared hands to all its callers: v.Next.N$`
}

func handsOn() {
	b := Box.Call(1)
	lib.Fill(b.Items)       // want `handsOn writes to what Box returned, which Shared hands to all its callers: list\[i\] at lib.go:18, by way of lib.Fill$`
	b.Add(1)                // want `handsOn writes to what Box returned, which Shared hands to all its callers: b.Items at lib.go:10, by way of lib.Box.Add$`
	twoHops(Box.Call(2))    // want `handsOn writes to what Box returned, which Shared hands to all its callers: list\[i\] at lib.go:18, by way of twoHops$`
	List.Call(1)[0]++       // want `handsOn writes to what List returned`
	func() { b.N = 1 }()    // want `handsOn writes to what Box returned`
	go func() { b.N = 1 }() // want `handsOn writes to what Box returned`
}

func twoHops(b *lib.Box) { lib.Fill(b.Items) }

func layer() {
	l := Layer.Call(1)
	l[0] = 1 // want `layer writes to what Layer returned, which Shared hands to all its callers: l\[0\]$`
}

func loop() {
	for _, b := range []*lib.Box{Box.Call(1)} {
		b.N = 1 // want `loop writes to what Box returned`
	}
	for i, n := range List.Call(1) {
		_, _ = i, n
	}
}

// What is fine.

func fine() int {
	v := Value.Call(1)
	v.N = 2 // of the caller's own copy
	c := Copied.Call(1)
	c[0] = 1
	p := Plain.Call(1)
	p[0] = 1
	l := slices.Clone(List.Call(1))
	l[0] = 1
	m := List.Call(1)
	m = append(m[:1:1], 2)
	m = append(slices.Clip(List.Call(1)), 2)
	n := List.Call(1)
	n = []int{1}
	n[0] = 2
	b := *Box.Call(1)
	b.N = 3
	q := &lib.Box{}
	q.N = Box.Call(1).N
	q.Next = Box.Call(1)
	q.Next = nil
	Box.Fn(1).N = 2 // the function itself
	ignored := Box.Call(1)
	ignored.N = 1 //checkpoint:ignore mutation nobody else has it
	return m[0] + b.Copy()
}
