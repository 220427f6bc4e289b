// Package order holds orders that depend on chance, and those that don't matter.
package order

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

type item struct {
	name string
	n    int
}

// Flagged.

func keys(m map[string]int) []string {
	var out []string
	for k := range m {
		out = append(out, k) // want `keys depends on the order of a map: append to out$`
	}
	return out
}

func addsToFirst(m map[string]int) [][]string {
	groups := make([][]string, 1)
	for k := range m {
		addFirst(groups, k) // want `addsToFirst depends on the order of a map: addFirst$`
	}
	return groups
}

func addFirst(groups [][]string, s string) { groups[0] = append(groups[0], s) }

func joined(m map[string]int) string {
	s := ""
	for k, v := range m {
		s += fmt.Sprint(k, v) // want `joined depends on the order of a map: s$`
	}
	return s
}

func built(m map[string]int) string {
	var b strings.Builder
	for k := range m {
		b.WriteString(k) // want `built depends on the order of a map: b.WriteString$`
	}
	return b.String()
}

func printed(m map[string]int) string {
	var b strings.Builder
	for k, v := range m {
		fmt.Fprintf(&b, "%s=%d", k, v) // want `printed depends on the order of a map: fmt.Fprintf$`
	}
	return b.String()
}

func first(m map[string]int) string {
	for k := range m {
		return k // want `first depends on the order of a map: return k$`
	}
	return ""
}

func last(m map[string]item) (it item) {
	for _, v := range m {
		if v.n&1 == 1 {
			continue
		}
		it = v // want `last depends on the order of a map: it$`
	}
	return it
}

func lastKept(m map[string]item) (it item) {
	for _, v := range m {
		if kept(v) {
			it = v // want `lastKept depends on the order of a map: it$`
		}
	}
	return it
}

func kept(v item) bool { return v.n > 3 }

func indexed(m map[string]int) []string {
	out := make([]string, len(m))
	i := 0
	for k := range m {
		out[i] = k // want `indexed depends on the order of a map: out\[i\]$`
		i++
	}
	return out
}

func collected(m map[string]int) []string {
	return slices.Collect(maps.Keys(m)) // want `collected depends on the order of a map: slices.Collect$`
}

func ranged(m map[string]int) (out []int) {
	for v := range maps.Values(m) {
		out = append(out, v) // want `ranged depends on the order of a map: append to out$`
	}
	return out
}

func syncMap(n int) (out []string) {
	var m sync.Map
	m.Store("a", n)
	m.Range(func(k, v any) bool {
		out = append(out, k.(string)) // want `syncMap depends on the order of a map: append to out$`
		return true
	})
	return out
}

func finished(list []int) []int {
	var (
		out []int
		mu  sync.Mutex
		wg  sync.WaitGroup
	)
	for _, v := range list {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			defer mu.Unlock()
			out = append(out, v) // want `finished depends on the order in which goroutines finish: append to out$`
		}()
	}
	wg.Wait()
	return out
}

func received(list []int) []int {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, v := range list {
		wg.Add(1)
		go func() { defer wg.Done(); ch <- v }()
	}
	go func() { wg.Wait(); close(ch) }()
	var out []int
	for v := range ch {
		out = append(out, v) // want `received depends on the order in which goroutines finish: append to out$`
	}
	return out
}

func race(n int) int {
	a, b := make(chan int, 1), make(chan int, 1)
	a <- n
	b <- n + 1
	select { // want `race depends on which channel is ready first: select$`
	case v := <-a:
		return v
	case v := <-b:
		return v
	}
}

func raceOfStructs(a, b chan item) item {
	select { // want `raceOfStructs depends on which channel is ready first: select$`
	case v := <-a:
		return v
	case v := <-b:
		return v
	}
}

// Fine.

func sorted(m map[string]int) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func sortedBy(m map[string]item) []item {
	out := make([]item, 0, len(m))
	for _, v := range m {
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b item) int { return strings.Compare(a.name, b.name) })
	return out
}

func sortedKeys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }

func sum(m map[string]int) (n int, ok bool) {
	for _, v := range m {
		n += v
		if v > 3 {
			ok = true
		}
	}
	return n, ok
}

func largest(m map[string]int) (most int, last string) {
	for k, v := range m {
		if v > most {
			most = v
		}
		if last < k {
			last = k
		}
	}
	return most, last
}

func contains(m map[string]int, n int) bool {
	for _, v := range m {
		if v == n {
			return true
		}
	}
	return false
}

func lookup(m map[string]int, n int) string {
	for k, v := range m {
		if v == n {
			return k
		}
	}
	return ""
}

func prefixed(m map[string]int, text string) string {
	for k := range m {
		if strings.HasPrefix(text, k) {
			return k
		}
	}
	return ""
}

func suffixed(m map[string]int, text string) string {
	for k := range m {
		if strings.HasSuffix(text, k) {
			return k
		}
	}
	return ""
}

func earliest(m map[string]time.Time) (first, second time.Time) {
	for _, t := range m {
		if t.Before(first) {
			first = t
		}
		if isLess(t, second) {
			second = t
		}
	}
	return first, second
}

func isLess(a, b time.Time) bool { return a.Before(b) }

func styled(m map[string]int) map[string]string {
	out := make(map[string]string)
	for k, v := range m {
		out[k] += fmt.Sprint(v)
	}
	return out
}

func failing(m map[string]int) (int, error) {
	for k, v := range m {
		if v < 0 {
			return 0, fmt.Errorf("%s is negative", k)
		}
	}
	return len(m), nil
}

func grouped(m map[string][]int) map[string][]int {
	out := make(map[string][]int)
	for k, list := range m {
		for _, v := range list {
			out[k] = append(out[k], v+1)
		}
	}
	return out
}

func helper(m map[string]int) []string {
	list := keys(m)
	sort.Strings(list)
	return list
}

func sortedEach(m map[string]int) map[int][]string {
	groups := make(map[int][]string)
	for k, v := range m {
		groups[v] = append(groups[v], k)
	}
	for _, group := range groups {
		sort.Strings(group)
	}
	return groups
}

func keySet(m map[string]int) map[string]bool {
	set := make(map[string]bool)
	for _, k := range keys(m) {
		set[k] = true
	}
	return set
}

func joinedKeys(m map[string]int) string {
	return strings.Join(keys(m), ",") // want `joinedKeys depends on the order of a map: append to out at order.go:\d+, by way of keys$`
}

func keptKeys(m map[string]int) []string {
	list := keys(m) // want `keptKeys depends on the order of a map: append to out at order.go:\d+, by way of keys$`
	return list
}

func keyList(m map[string]int) (out []string) {
	for _, k := range keys(m) { // want `keyList depends on the order of a map: append to out at order.go:\d+, by way of keys$`
		out = append(out, k+"!")
	}
	return out
}

func counted(m map[string]int) int { return len(keys(m)) }

func countedHere(m map[string]int) int {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	return len(out)
}

func dots(m map[string]int) string {
	var b strings.Builder
	for range m {
		dot(&b)
	}
	return b.String()
}

func dot(b *strings.Builder) { b.WriteString(".") }

func waits(done chan struct{}, n int) int {
	ch := make(chan int, 1)
	ch <- n
	select {
	case v := <-ch:
		return v
	case <-done:
		return 0
	}
}

var (
	_ = checkpoint.Func(keys)
	_ = checkpoint.Func(addsToFirst)
	_ = checkpoint.Func(joined)
	_ = checkpoint.Func(built)
	_ = checkpoint.Func(printed)
	_ = checkpoint.Func(first)
	_ = checkpoint.Func(last)
	_ = checkpoint.Func(lastKept)
	_ = checkpoint.Func(indexed)
	_ = checkpoint.Func(collected)
	_ = checkpoint.Func(ranged)
	_ = checkpoint.Func(syncMap)
	_ = checkpoint.Func(finished)
	_ = checkpoint.Func(received)
	_ = checkpoint.Func(race)
	_ = checkpoint.Func(raceOfStructs)

	_ = checkpoint.Func(sorted)
	_ = checkpoint.Func(sortedBy)
	_ = checkpoint.Func(sortedKeys)
	_ = checkpoint.Func(sum)
	_ = checkpoint.Func(largest)
	_ = checkpoint.Func(contains)
	_ = checkpoint.Func(lookup)
	_ = checkpoint.Func(prefixed)
	_ = checkpoint.Func(suffixed)
	_ = checkpoint.Func(earliest)
	_ = checkpoint.Func(styled)
	_ = checkpoint.Func(failing)
	_ = checkpoint.Func(grouped)
	_ = checkpoint.Func(helper)
	_ = checkpoint.Func(sortedEach)
	_ = checkpoint.Func(keySet)
	_ = checkpoint.Func(joinedKeys)
	_ = checkpoint.Func(keptKeys)
	_ = checkpoint.Func(keyList)
	_ = checkpoint.Func(counted)
	_ = checkpoint.Func(countedHere)
	_ = checkpoint.Func(dots)
	_ = checkpoint.Func(waits)
)
