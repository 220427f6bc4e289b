package order

import (
	"maps"
	"sort"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// What a loop over a map sends has the map's order for those who receive it.

func throughChannel(m map[string]int) []string {
	ch := make(chan string)
	go func() {
		defer close(ch)
		for k := range m {
			ch <- k
		}
	}()
	var out []string
	for k := range ch {
		out = append(out, k) // want `^throughChannel depends on the order of a map: append to out$`
	}
	return out
}

func throughKeys(m map[string]int) []int {
	ch := make(chan int, len(m))
	for k := range maps.Keys(m) {
		v := m[k]
		ch <- v
	}
	close(ch)
	var out []int
	for v := range ch {
		out = append(out, v) // want `^throughKeys depends on the order of a map: append to out$`
	}
	return out
}

// entries sends in the order of a map.
func entries(m map[string]int, done <-chan struct{}) <-chan item {
	out := make(chan item)
	go func() {
		defer close(out)
		for k, v := range m {
			select {
			case out <- item{k, v}:
			case <-done:
				return
			}
		}
	}()
	return out
}

func ofEntries(m map[string]int) []item {
	var out []item
	for e := range entries(m, nil) {
		out = append(out, e) // want `^ofEntries depends on the order of a map: append to out$`
	}
	return out
}

// Not flagged.

func sumOfEntries(m map[string]int) int {
	sum := 0
	for e := range entries(m, nil) {
		sum += e.n
	}
	return sum
}

func sortedEntries(m map[string]int) []string {
	var out []string
	for e := range entries(m, nil) {
		out = append(out, e.name)
	}
	sort.Strings(out)
	return out
}

// tokens sends the same for each entry.
func tokens(m map[string]int, n int) []int {
	ch := make(chan int, len(m))
	for range m {
		ch <- n
	}
	close(ch)
	var out []int
	for v := range ch {
		out = append(out, v)
	}
	return out
}

// inOrder sends the elements of a slice, and to another channel those of a map.
func inOrder(m map[string]int, list []int) []int {
	ch, other := make(chan int, len(list)), make(chan int, len(m))
	for _, v := range m {
		other <- v
	}
	for _, v := range list {
		ch <- v
	}
	close(ch)
	var out []int
	for v := range ch {
		out = append(out, v)
	}
	return out
}

var (
	_ = checkpoint.Func(throughChannel)
	_ = checkpoint.Func(throughKeys)
	_ = checkpoint.Func(ofEntries)
	_ = checkpoint.Func(sumOfEntries)
	_ = checkpoint.Func(sortedEntries)
	_ = checkpoint.Func(tokens)
	_ = checkpoint.Func(inOrder)
)
