package mutation

import (
	"maps"
	"slices"
	"sort"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type row struct {
	Name string
	Tags []string
	Attr map[string]string
	Sub  *row
	in   inner
}

type inner struct{ list []int }

// A copy is made before it is written, whole or by parts: fine.

func cloneField(r row) row {
	r.Tags = slices.Clone(r.Tags)
	sort.Strings(r.Tags)
	return r
}

func cloneMap(r row) row {
	r.Attr = maps.Clone(r.Attr)
	r.Attr["x"] = "y"
	return r
}

func cloneOfPointer(r *row) *row {
	c := *r
	c.Tags = append([]string(nil), r.Tags...)
	c.Tags[0] = "x"
	c.Name = "x"
	return &c
}

func cloneIntoNew(r *row) *row {
	c := new(row)
	*c = *r
	c.Sub = &row{}
	c.Sub.Name = "x"
	c.in.list = slices.Clone(c.in.list)
	c.in.list[0] = 1
	return c
}

func cloneHandedOn(r row) row {
	r.Tags = slices.Clone(r.Tags)
	upper(&r)
	return r
}

func upper(r *row) {
	for i := range r.Tags {
		r.Tags[i] += "!"
	}
}

func (r *row) clone() *row {
	c := *r
	c.Tags = slices.Clone(r.Tags)
	return &c
}

func cloneByMethod(r *row) *row {
	c := r.clone()
	c.Name = "x"
	c.Tags[0] = "x"
	return c
}

func cloneRows(rows []row) []row {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Name = "x"
		rows[i].Tags = slices.Clone(rows[i].Tags)
		rows[i].Tags[0] = "x"
	}
	rows[0].Tags[0] = "y"
	return rows
}

func cloneMatrix(m [][]int) [][]int {
	out := make([][]int, len(m))
	copy(out, m)
	for i := 0; i < len(out); i++ {
		out[i] = append([]int(nil), out[i]...)
		out[i][0] = 1
	}
	out[0][0] = 2
	return out
}

func cloneInBranches(list []int) []int {
	if len(list) == 0 {
		list = []int{1}
	} else {
		list = append([]int(nil), list...)
	}
	list[0] = 2
	return list
}

func cloneOrLeave(list []int, n int) []int {
	if n == 0 {
		return list
	}
	list = slices.Clone(list)
	list[0] = n
	return list
}

func cloneInClosure(r row) row {
	r.Tags = slices.Clone(r.Tags)
	func() { r.Tags[0] = "x" }()
	defer func() { r.Tags[0] = "y" }()
	return r
}

func scratch(r *row) int {
	w := &walker{row: r, seen: map[string]bool{}}
	w.walk()
	return w.n
}

// walker refers to what it walks, and writes to what is its own.
type walker struct {
	row  *row
	seen map[string]bool
	n    int
}

func (w *walker) walk() {
	for r := w.row; r != nil; r = r.Sub {
		w.seen[r.Name] = true
		w.n++
	}
}

func swaps(a [2]int) [2]int {
	a[0], a[1] = a[1], a[0]
	return a
}

func pushes(list []int) []int {
	push(&list, 1)
	return list
}

func push(list *[]int, n int) { *list = append(*list, n) }

// Copies that aren't deep enough, made too late, or not on each way: flagged.

func shallowRows(rows []*row) int {
	rows = slices.Clone(rows)
	rows[0].Name = "x" // want `^shallowRows writes through its argument rows, which a hit would not: rows\[0\].Name$`
	return len(rows)
}

func shallowStruct(r *row) row {
	c := *r
	c.Tags[0] = "x" // want `shallowStruct writes through its argument r, which a hit would not: c.Tags\[0\]$`
	return c
}

func shallowFields(rows []row) []row {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].Tags[0] = "x" // want `shallowFields writes through its argument rows, which a hit would not: rows\[i\].Tags\[0\]$`
	}
	return rows
}

func shallowHandedOn(r row) row {
	r.Attr = maps.Clone(r.Attr)
	upper(&r) // want `shallowHandedOn writes through its argument r, which a hit would not: r.Tags\[i\] at copies.go:\d+, by way of upper$`
	return r
}

func cloneTooLate(r row) row {
	r.Tags[0] = "x" // want `cloneTooLate writes through its argument r`
	r.Tags = slices.Clone(r.Tags)
	return r
}

func cloneInOneBranch(b *row, c bool) int {
	x := b
	if c {
		x = &row{}
	}
	x.Name = "x" // want `cloneInOneBranch writes through its argument b`
	return 1
}

func cloneInOneCase(list []int, n int) int {
	switch n {
	case 1:
		list = slices.Clone(list)
	case 2:
		list = []int{1}
	}
	list[0] = 1 // want `cloneInOneCase writes through its argument list`
	return 1
}

func cloneNextTurn(list []int, n int) int {
	own := []int{1}
	for range n {
		own[0] = 1 // want `cloneNextTurn writes through its argument list`
		own = list
	}
	return 1
}

func labels(list []int, n int) int {
	own := list
outer:
	for i := range n {
		for range n {
			if i == 1 {
				continue outer
			}
			own = []int{1}
			break outer
		}
	}
	own[0] = 1 // want `labels writes through its argument list`
	return 1
}

func walksArgument(r *row) int {
	for x := r; x != nil; x = x.Sub {
		x.Name = "x" // want `walksArgument writes through its argument r`
	}
	return 1
}

var (
	_ = checkpoint.Func(cloneField)
	_ = checkpoint.Func(cloneMap)
	_ = checkpoint.Func(cloneOfPointer)
	_ = checkpoint.Func(cloneIntoNew)
	_ = checkpoint.Func(cloneHandedOn)
	_ = checkpoint.Func(cloneByMethod)
	_ = checkpoint.Func(cloneRows)
	_ = checkpoint.Func(cloneMatrix)
	_ = checkpoint.Func(cloneInBranches)
	_ = checkpoint.Func(cloneOrLeave)
	_ = checkpoint.Func(cloneInClosure)
	_ = checkpoint.Func(scratch)
	_ = checkpoint.Func(swaps)
	_ = checkpoint.Func(pushes)

	_ = checkpoint.Func(shallowRows)
	_ = checkpoint.Func(shallowStruct)
	_ = checkpoint.Func(shallowFields)
	_ = checkpoint.Func(shallowHandedOn)
	_ = checkpoint.Func(cloneTooLate)
	_ = checkpoint.Func(cloneInOneBranch)
	_ = checkpoint.Func(cloneInOneCase)
	_ = checkpoint.Func(cloneNextTurn)
	_ = checkpoint.Func(labels)
	_ = checkpoint.Func(walksArgument)
)
