package invariance

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// maxNamed bounds how many functions and causes are named.
const maxNamed = 5

// Same reports whether all functions are as they must be.
func (res *Result) Same() bool { return len(res.Differing)+len(res.Unmoved) == 0 }

// OK reports whether that was put to the test: the transformation edited
// something.
func (res *Result) OK() bool { return res.Edits > 0 && res.Same() }

// Print writes one line of counts, what was left alone, and what is wrong.
func (res *Result) Print(w io.Writer) {
	fmt.Fprintf(w, "%-24s edits %7d in %4d files, functions %d (+%d), differing %d\n",
		res.Transformation.Name, res.Edits, res.Files, res.Functions, res.Others, len(res.Differing))
	if res.Edits == 0 {
		fmt.Fprintln(w, "    proves nothing: there is no such place in the program")
	}
	for _, why := range slices.Sorted(maps.Keys(res.Left)) {
		fmt.Fprintf(w, "    left alone %5d  %s\n", res.Left[why], why)
	}
	for _, rule := range slices.Sorted(maps.Keys(res.Expected)) {
		fmt.Fprintf(w, "    changed as they must %5d  %s\n", res.Expected[rule], rule)
	}
	for i, name := range res.Unmoved {
		if i < maxNamed {
			fmt.Fprintf(w, "    must change, and doesn't: %s\n", name)
		}
	}
	byCause := make(map[string][]string)
	for _, d := range res.Differing {
		key := d.What
		if len(d.Causes) > 0 {
			key += " by " + strings.Join(d.Causes[:min(maxNamed, len(d.Causes))], ", ")
		}
		byCause[key] = append(byCause[key], d.Node.ID())
	}
	keys := slices.SortedFunc(maps.Keys(byCause), func(x, y string) int {
		if d := len(byCause[y]) - len(byCause[x]); d != 0 {
			return d
		}
		return strings.Compare(x, y)
	})
	for i, key := range keys {
		if i == 4*maxNamed {
			fmt.Fprintf(w, "    and %d more causes\n", len(keys)-i)
			break
		}
		fmt.Fprintf(w, "    %d differ, %s: %s\n", len(byCause[key]), key, byCause[key][0])
	}
}
