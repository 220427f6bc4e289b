package analyzer

import (
	"bytes"
	"encoding/gob"
	"maps"
	"slices"

	"github.com/gocheckpoint/checkpoint/internal/leaf"
	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// A wireFact is a packageFact as it travels: without maps, which gob writes in
// random order, so that equal facts are equal bytes and the go command's cache
// knows them; and with each string once, as the modules of a hundred leaves are
// mostly the same.
type wireFact struct {
	Units   []*identity.Summary
	Strings []string
	Leaves  []wireLeaf
}

// A wireLeaf is a leaf.Closure with indices into the strings: keys and values
// in turn.
type wireLeaf struct {
	Path, Unknown     int
	Versions, Modules []int
}

func (f *packageFact) GobEncode() ([]byte, error) {
	w := wireFact{Units: f.Units}
	index := map[string]int{}
	str := func(s string) int {
		i, ok := index[s]
		if !ok {
			i = len(w.Strings)
			index[s] = i
			w.Strings = append(w.Strings, s)
		}
		return i
	}
	pairs := func(m map[string]string) (out []int) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			out = append(out, str(k), str(m[k]))
		}
		return out
	}
	for _, path := range slices.Sorted(maps.Keys(f.Leaves)) {
		c := f.Leaves[path]
		w.Leaves = append(w.Leaves, wireLeaf{str(path), str(c.Unknown), pairs(c.Versions), pairs(c.Modules)})
	}
	var buf bytes.Buffer
	err := gob.NewEncoder(&buf).Encode(w)
	return buf.Bytes(), err
}

func (f *packageFact) GobDecode(data []byte) error {
	var w wireFact
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&w); err != nil {
		return err
	}
	str := func(i int) string {
		if i < 0 || i >= len(w.Strings) {
			return ""
		}
		return w.Strings[i]
	}
	pairs := func(list []int) map[string]string {
		m := make(map[string]string, len(list)/2)
		for i := 0; i+1 < len(list); i += 2 {
			m[str(list[i])] = str(list[i+1])
		}
		return m
	}
	f.Units, f.Leaves = w.Units, make(map[string]*leaf.Closure, len(w.Leaves))
	for _, l := range w.Leaves {
		f.Leaves[str(l.Path)] = &leaf.Closure{Versions: pairs(l.Versions), Modules: pairs(l.Modules), Unknown: str(l.Unknown)}
	}
	return nil
}
