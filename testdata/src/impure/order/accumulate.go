package order

import (
	"container/list"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"hash"
	"io"
	"iter"
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// Flagged.

func average(m map[string]float64) (sum float64) {
	for _, v := range m {
		sum += v // want `average depends on the order of a map: sum$`
	}
	return sum / float64(len(m))
}

func spelt(m map[string]float64) (sum float64) {
	for _, v := range m {
		sum = sum + v // want `spelt depends on the order of a map: sum$`
	}
	return sum
}

func rolling(m map[string]int) (h int) {
	for _, v := range m {
		h = h*31 + v // want `rolling depends on the order of a map: h$`
	}
	return h
}

func best(m map[string]int) (key string) {
	top := -1
	for k, v := range m {
		if v > top {
			top, key = v, k // want `best depends on the order of a map: key$`
		}
	}
	return key
}

func cheapest(m map[string]item) (best item) {
	best.n = math.MaxInt
	for _, v := range m {
		if v.n < best.n {
			best = v // want `cheapest depends on the order of a map: best$`
		}
	}
	return best
}

func inverse(m map[string]int) map[int]string {
	out := make(map[int]string)
	for k, v := range m {
		out[v] = k // want `inverse depends on the order of a map: out\[v\]$`
	}
	return out
}

func numbered(m map[string]int) map[string]int {
	out := make(map[string]int)
	for k := range m {
		out[k] = len(out) // want `numbered depends on the order of a map: out\[k\]$`
	}
	return out
}

func counting(m map[string]int) map[string]int {
	out, next := make(map[string]int), 0
	for k := range m {
		out[k] = next // want `counting depends on the order of a map: out\[k\]$`
		next++
	}
	return out
}

type totals struct {
	names []string
	text  string
	at    map[string]int
}

func (t *totals) add(name string)  { t.names = append(t.names, name) }
func (t *totals) join(name string) { t.text += name }
func (t *totals) deep(name string) { t.add(name) }
func (t *totals) set(name string)  { t.at[name]++ }

func method(m map[string]int) []string {
	var t totals
	for k := range m {
		t.add(k) // want `method depends on the order of a map: t.add$`
	}
	return t.names
}

func texts(m map[string]int) string {
	var t totals
	for k := range m {
		t.join(k) // want `texts depends on the order of a map: t.join$`
	}
	return t.text
}

func deeper(m map[string]int) []string {
	var t totals
	for k := range m {
		t.deep(k) // want `deeper depends on the order of a map: t.deep$`
	}
	return t.names
}

func push(to *[]string, s string) { *to = append(*to, s) }

func pointer(m map[string]int) (out []string) {
	for k := range m {
		push(&out, k) // want `pointer depends on the order of a map: push$`
	}
	return out
}

func extended(to []string, s string) []string { return append(to, s) }

func returns(m map[string]int) (out []string) {
	for k := range m {
		out = extended(out, k) // want `returns depends on the order of a map: extended$`
	}
	return out
}

func put(b *strings.Builder, s string) { b.WriteString(s) }

func helperBuilder(m map[string]int) string {
	var b strings.Builder
	for k := range m {
		put(&b, k) // want `helperBuilder depends on the order of a map: put$`
	}
	return b.String()
}

func line(w io.Writer, s string) { fmt.Fprintln(w, s) }

func helperWriter(m map[string]int) string {
	var b strings.Builder
	for k := range m {
		line(&b, k) // want `helperWriter depends on the order of a map: line$`
	}
	return b.String()
}

func closure(m map[string]int) (out []string) {
	add := func(s string) { out = append(out, s) }
	for k := range m {
		add(k) // want `closure depends on the order of a map: add$`
	}
	return out
}

func encoded(m map[string]int) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	for k := range m {
		if err := e.Encode(k); err != nil { // want `encoded depends on the order of a map: e.Encode$`
			return "", err
		}
	}
	return b.String(), nil
}

func gobs(m map[string]int) string {
	var b strings.Builder
	e := gob.NewEncoder(&b)
	for k := range m {
		e.Encode(k) // want `gobs depends on the order of a map: e.Encode$`
	}
	return b.String()
}

func hashed(m map[string]int) []byte {
	h := sha256.New()
	for k := range m {
		h.Write([]byte(k)) // want `hashed depends on the order of a map: h.Write$`
	}
	return h.Sum(nil)
}

func digest(h hash.Hash, s string) { io.WriteString(h, s) }

func hashedBy(m map[string]int) []byte {
	h := sha256.New()
	for k := range m {
		digest(h, k) // want `hashedBy depends on the order of a map: digest$`
	}
	return h.Sum(nil)
}

func binaries(m map[string]uint32) (out []byte) {
	for _, v := range m {
		out = binary.BigEndian.AppendUint32(out, v) // want `binaries depends on the order of a map: append to out$`
	}
	return out
}

func prepended(m map[string]int) (out []string) {
	for k := range m {
		out = append([]string{k}, out...) // want `prepended depends on the order of a map: append to out$`
	}
	return out
}

func linked(m map[string]int) any {
	l := list.New()
	for k := range m {
		l.PushBack(k) // want `linked depends on the order of a map: l.PushBack$`
	}
	return l.Front().Value
}

type table struct{ rows map[string]int }

func (t *table) all() iter.Seq[string] {
	return func(yield func(string) bool) {
		for k := range t.rows {
			if !yield(k) {
				return
			}
		}
	}
}

func iterated(m map[string]int) (out []string) {
	t := table{m}
	for k := range t.all() {
		out = append(out, k) // want `iterated depends on the order of a map: append to out$`
	}
	return out
}

func keysOf(m map[string]int) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}

func overKeys(m map[string]int) (out []string) {
	for _, k := range keysOf(m) { // want `overKeys depends on the order of a map: append to out at accumulate.go:\d+, by way of keysOf$`
		push(&out, k)
	}
	return out
}

type bag map[string]int

func (b bag) MarshalXML(e *xml.Encoder, start xml.StartElement) error {
	for k := range b {
		e.EncodeElement(k, start)
	}
	return nil
}

func asXML(b bag) ([]byte, error) { return xml.Marshal(b) } // want `asXML depends on the order of a map: e.EncodeElement at accumulate.go:\d+, by way of bag.MarshalXML$`

// Not flagged.

func asJSON(b bag) ([]byte, error) { return json.Marshal(b) }

func wholes(m map[string]int) (sum float64) {
	for _, v := range m {
		sum += float64(v)
	}
	return sum
}

func perKey(m map[string]float64) map[string]float64 {
	out := map[string]float64{}
	for k, v := range m {
		out[k] += v
	}
	return out
}

func greatest(m map[string]float64) (top float64) {
	for _, v := range m {
		top = math.Max(top, v)
	}
	return top
}

func bestOfEqual(m map[string]int) (key string) {
	top := -1
	for k, v := range m {
		if v > top || v == top && k < key {
			top, key = v, k
		}
	}
	return key
}

func skipping(m map[string]int) (top int) {
	for _, v := range m {
		if v <= top {
			continue
		}
		top = v
	}
	return top
}

func longest(m map[string]int, s string) (prefix string) {
	for k := range m {
		if strings.HasPrefix(s, k) && len(k) > len(prefix) {
			prefix = k
		}
	}
	return prefix
}

func modular(m map[string]int) (sum int) {
	for _, v := range m {
		sum = (sum + v) % 7
	}
	return sum
}

func flipped(m map[string]int) map[string]int {
	out := map[string]int{}
	for k, v := range m {
		lower := strings.ToLower(k)
		out[lower] = v + len(k)
	}
	return out
}

func lengths(m map[string][]int) map[string]int {
	out := map[string]int{}
	for k := range m {
		out[k] = len(m[k])
	}
	return out
}

func marks(m map[string]int) map[int][]bool {
	out := map[int][]bool{}
	for _, v := range m {
		out[v] = append(out[v], true)
	}
	return out
}

func setOf(m map[string]int) int {
	t := totals{at: map[string]int{}}
	for k := range m {
		t.set(k)
	}
	return len(t.at)
}

func methodSorted(m map[string]int) []string {
	var t totals
	for k := range m {
		t.add(k)
	}
	sort.Strings(t.names)
	return t.names
}

func (t *totals) list() []string {
	sort.Strings(t.names)
	return t.names
}

func methodSorts(m map[string]int) []string {
	var t totals
	for k := range m {
		t.add(k)
	}
	return t.list()
}

type ordered struct{ rows []string }

func (o ordered) all() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, r := range o.rows {
			if !yield(r) {
				return
			}
		}
	}
}

func iteratedInOrder(rows []string) (out []string) {
	for r := range (ordered{rows}).all() {
		out = append(out, r)
	}
	return out
}

func pointerSorted(m map[string]int) (out []string) {
	for k := range m {
		push(&out, k)
	}
	slices.Sort(out)
	return out
}

func closureSorted(m map[string]int) (out []string) {
	add := func(s string) { out = append(out, s) }
	for k := range m {
		add(k)
	}
	slices.Sort(out)
	return out
}

func perTurn(m map[string][]string) map[string]string {
	out := map[string]string{}
	for k, list := range m {
		var b strings.Builder
		for _, s := range list {
			put(&b, s)
		}
		out[k] = b.String()
	}
	return out
}

func overSlice(list []string) (out []string) {
	for _, s := range list {
		push(&out, s)
	}
	return out
}

func copied(list []string) []string { return append([]string(nil), list...) }

func overCopy(list []string) (out []string) {
	for _, s := range copied(list) {
		push(&out, s)
	}
	return out
}

var (
	_ = checkpoint.Func(average)
	_ = checkpoint.Func(spelt)
	_ = checkpoint.Func(rolling)
	_ = checkpoint.Func(best)
	_ = checkpoint.Func(cheapest)
	_ = checkpoint.Func(inverse)
	_ = checkpoint.Func(numbered)
	_ = checkpoint.Func(counting)
	_ = checkpoint.Func(method)
	_ = checkpoint.Func(texts)
	_ = checkpoint.Func(deeper)
	_ = checkpoint.Func(pointer)
	_ = checkpoint.Func(returns)
	_ = checkpoint.Func(helperBuilder)
	_ = checkpoint.Func(helperWriter)
	_ = checkpoint.Func(closure)
	_ = checkpoint.Func(encoded)
	_ = checkpoint.Func(gobs)
	_ = checkpoint.Func(hashed)
	_ = checkpoint.Func(hashedBy)
	_ = checkpoint.Func(binaries)
	_ = checkpoint.Func(linked)
	_ = checkpoint.Func(prepended)
	_ = checkpoint.Func(asXML)
	_ = checkpoint.Func(iterated)
	_ = checkpoint.Func(overKeys)

	_ = checkpoint.Func(asJSON)
	_ = checkpoint.Func(wholes)
	_ = checkpoint.Func(perKey)
	_ = checkpoint.Func(greatest)
	_ = checkpoint.Func(bestOfEqual)
	_ = checkpoint.Func(skipping)
	_ = checkpoint.Func(longest)
	_ = checkpoint.Func(modular)
	_ = checkpoint.Func(flipped)
	_ = checkpoint.Func(lengths)
	_ = checkpoint.Func(setOf)
	_ = checkpoint.Func(methodSorted)
	_ = checkpoint.Func(pointerSorted)
	_ = checkpoint.Func(closureSorted)
	_ = checkpoint.Func(perTurn)
	_ = checkpoint.Func(marks)
	_ = checkpoint.Func(methodSorts)
	_ = checkpoint.Func(iteratedInOrder)
	_ = checkpoint.Func(overSlice)
	_ = checkpoint.Func(overCopy)
)
