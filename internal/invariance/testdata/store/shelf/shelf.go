// Package shelf keeps items by name, in code that has one of each construct
// that a transformation rewrites.
package shelf

import (
	"errors"
	"fmt"
	str "strings"
	"sync"
)

// ErrFull is a sentinel.
var ErrFull = errors.New("the shelf is full")

var errEmpty = errors.New("the shelf is empty")

// limits are known by their content.
var limits = []int{8, 0x10, 32}

var words = map[string]int{"one": 1, `two`: 2}

var lock sync.Mutex

var label = "shelf" // the linker can set it

var (
	first  = 1
	second = first + 1
)

// A Shelf holds items.
type Shelf struct {
	items    map[string][]Item
	min, max int `json:"n,omitempty"`
	any      interface{}
}

// An Item has a name.
type Item struct {
	Name  string
	size  byte
	runes []rune
}

// A Sized thing has a size.
type Sized interface {
	Size() int
	grown() Sized
}

// Size is the number of bytes.
func (i *Item) Size() int { return int(i.size) + i.weight() }

func (i *Item) grown() Sized { return &Item{i.Name, i.size + 1, nil} }

func (i *Item) weight() int {
	return len(i.runes)*perRune + i.heavier(2)
}

func (i *Item) heavier(by int) int { /* not much */ return by }

const perRune = 4

const (
	small = iota
	middle
	large
)

const kilo, mega = 1000, 1000 * kilo

// Put adds items.
func (s *Shelf) Put(name string, sizes ...uint8) (n int, err error) {
	lock.Lock()
	defer lock.Unlock()
	if len(s.items) >= limits[small] {
		return 0, ErrFull
	}
	if s.items == nil {
		s.items = make(map[string][]Item)
	}
	for _, size := range sizes {
		item := Item{Name: name, size: size}
		s.items[name] = append(s.items[name], item)
		n++
	}
	return n, nil
}

// Count counts what pick picks.
func Count[T any, S ~[]T](list S, pick func(T) bool) int {
	var n = 0
	for i := range list {
		if pick(list[i]) {
			n += second
		}
	}
	return n
}

// A Pair is generic.
type Pair[K comparable, V any] struct {
	key   K
	value V
}

// Swap puts another value in.
func (p *Pair[K, V]) Swap(v V) (old V) {
	old, p.value = p.value, v
	return
}

func matrix() [][]Item {
	return [][]Item{{{"a", 'x', []rune("é")}, {Name: "b\n"}}, {}}
}

// Describe tells what v is.
func Describe(v any) string {
	switch x := v.(type) {
	case nil:
		return errEmpty.Error()
	case int, int32:
		return fmt.Sprint("number ", x)
	case Sized:
		return fmt.Sprintf("%T of %d", x, x.Size())
	}
	type local struct{ a, b int }
	l := local{a: 1, b: kilo}
	return str.ToUpper(fmt.Sprintf("%v %v", l, v)) + label
}

func search(all []Item, name string) (int, bool) {
	found := -1
outer:
	for i, item := range all[1:] {
		switch {
		case item.Name == name:
			found = i
			break outer
		case item.size == 0:
			continue outer
		}
	}
	return found, found >= 0
}
