// Package mutation holds what the mutation check flags and what it doesn't.
package mutation

import (
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
	"github.com/gocheckpoint/checkpoint/testdata/src/mutation/lib"
)

func field(b *lib.Box) int {
	b.N = 1 // want `^field writes through its argument b, which a hit would not: b.N$`
	return b.N
}

func element(list []int) int {
	list[0]++ // want `element writes through its argument list, which a hit would not: list\[0\]$`
	return list[0]
}

func entry(m map[string]int) int {
	m["a"] = 1 // want `entry writes through its argument m, which a hit would not: m\["a"\]$`
	return len(m)
}

func removes(m map[string]int) int {
	delete(m, "a") // want `removes writes through its argument m, which a hit would not: delete$`
	return len(m)
}

func sorts(names []string) string {
	sort.Strings(names) // want `sorts writes through its argument names, which a hit would not: sort.Strings$`
	return names[0]
}

func alias(b *lib.Box) int {
	next := b.Next
	next.N = 1 // want `alias writes through its argument b, which a hit would not: next.N$`
	return next.N
}

func loop(boxes []*lib.Box) int {
	for _, b := range boxes {
		b.N = 1 // want `loop writes through its argument boxes, which a hit would not: b.N$`
	}
	return 1
}

func deep(b *lib.Box) int {
	fill(b) // want `^deep writes through its argument b, which a hit would not: list\[i\] at lib.go:18, by way of fill \(mutation.go:\d+\) → lib.Fill$`
	return b.N
}

func fill(b *lib.Box) { lib.Fill(b.Items) }

func method(b *lib.Box) int {
	b.Add(1) // want `method writes through its argument b, which a hit would not: b.Items at lib.go:10, by way of lib.Box.Add$`
	return b.N
}

func ofValue(b lib.Box) int {
	b.Zero() // want `ofValue writes through its argument b, which a hit would not: b.Items\[0\] at lib.go:12, by way of lib.Box.Zero$`
	return b.N
}

func inPlace(list []int) []int {
	return append(list[:0], 1) // want `inPlace writes through its argument list, which a hit would not: append to list\[:0\]$`
}

func filters(list []int) []int {
	out := list[:0]
	for _, v := range list {
		if v > 0 {
			out = append(out, v) // want `filters writes through its argument list, which a hit would not: append to out$`
		}
	}
	return out
}

func decodes(data []byte, into *lib.Box) error {
	return json.Unmarshal(data, into) // want `decodes writes through its argument into, which a hit would not: json.Unmarshal$`
}

func defers(b *lib.Box) int {
	defer func() { b.N = 0 }() // want `defers writes through its argument b, which a hit would not: b.N$`
	return b.N
}

func recursive(b *lib.Box) int {
	if b == nil {
		return 0
	}
	b.N = 0 // want `recursive writes through its argument b, which a hit would not: b.N$`
	return recursive(b.Next)
}

func defaults(b *lib.Box) int {
	if b == nil {
		b = &lib.Box{}
	}
	b.N = 1 // want `defaults writes through its argument b, which a hit would not: b.N$`
	return b.N
}

type setter interface{ Add(int) }

func dispatched(b *lib.Box) int {
	add(b) // want `dispatched writes through its argument b, which a hit would not: b.Items at lib.go:10, by way of add \(mutation.go:\d+\) → lib.Box.Add$`
	return b.N
}

func add(s setter) { s.Add(1) }

func generic[T any](list []T, v T) T {
	list[0] = v // want `generic\[int\] writes through its argument list, which a hit would not: list\[0\]$`
	return v
}

type server struct {
	mu    sync.Mutex
	cache map[string]string
}

func (s *server) render(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cache[name] = name // want `\(\*server\).render writes through its argument s, which a hit would not: s.cache\[name\]$`
	return name
}

// What is fine.

func copies(b lib.Box, list []int, p *lib.Box) int {
	b.N = 1
	b.Copy()
	list = slices.Clone(list)
	list[0] = 1
	slices.Sort(list)
	q := *p
	q.N = 2
	q.Next = &b
	fresh := &lib.Box{Items: list}
	fresh.Add(1)
	list = append(list, 1)
	lib.Fill(append([]int(nil), p.Items...))
	return b.N
}

func renamed(b *lib.Box) int {
	b = &lib.Box{N: b.N}
	b.N++
	return b.N
}

func grows(list []int) []int { return append(list, 1) }

func locks(s *server) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.cache)
}

func text(s string) string {
	b := []byte(s)
	b[0] = 'x'
	return strings.ToUpper(string(b))
}

func progress(done *int, n int) int {
	*done = n
	return n
}

func array(a [3]int) int {
	a[0] = 1
	sort.Ints(a[:])
	return a[0]
}

var (
	_ = checkpoint.Func(field)
	_ = checkpoint.Func(element)
	_ = checkpoint.Func(entry)
	_ = checkpoint.Func(removes)
	_ = checkpoint.Func(sorts)
	_ = checkpoint.Func(alias)
	_ = checkpoint.Func(loop)
	_ = checkpoint.Func(deep)
	_ = checkpoint.Func(method)
	_ = checkpoint.Func(ofValue)
	_ = checkpoint.Func(inPlace)
	_ = checkpoint.Func(filters)
	_ = checkpoint.Func(decodes)
	_ = checkpoint.Func(defers)
	_ = checkpoint.Func(recursive)
	_ = checkpoint.Func(defaults)
	_ = checkpoint.Func(dispatched)
	_ = checkpoint.Func(generic[int])
	_ = checkpoint.Func((*server).render)
	_ = checkpoint.Func(copies)
	_ = checkpoint.Func(renamed)
	_ = checkpoint.Func(grows)
	_ = checkpoint.Func(locks)
	_ = checkpoint.Func(text)
	_ = checkpoint.Func(progress, checkpoint.NoHash("done"))
	_ = checkpoint.Func(array)
)

var (
	_ = checkpoint.Func(slices.Compact[[]int])      // want `^slices.Compact\[\[\]int\] writes through its argument s, which a hit would not: slices.Compact$`
	_ = checkpoint.Func((*strings.Reader).ReadByte) // want `^\(\*strings.Reader\).ReadByte writes through its argument r, which a hit would not: strings.Reader.ReadByte$`
	_ = checkpoint.Func(slices.Max[[]int])
	_ = checkpoint.Func((*strings.Reader).Len)
)
