package mutation

import (
	"fmt"
	"io"
	"maps"
	"slices"
)

// A Report adds verdicts up.
type Report struct {
	Mutants      int // that compile
	NotCompiling int
	Equal        int // mutants of which nothing had to change
	Misses       int // functions that kept an identity wrongly, over all mutants
	Strays       int // functions whose identity changed wrongly
	Reclassified int // functions that changed by way of a variable
	// Share is the mean share of functions that a mutant changes, of those that
	// had to change some.
	Share float64
	// Kinds counts the mutants by kind.
	Kinds map[string]int

	shares float64
}

// Add counts a verdict of a program with so many functions.
func (rep *Report) Add(v *Verdict, functions int) {
	if v.Err != nil {
		rep.NotCompiling++
		return
	}
	rep.Mutants++
	if rep.Kinds == nil {
		rep.Kinds = make(map[string]int)
	}
	rep.Kinds[v.Site.Op]++
	rep.Misses += len(v.Misses)
	rep.Strays += len(v.Strays)
	rep.Reclassified += len(v.Reclassified)
	if v.Equal {
		rep.Equal++
	} else {
		rep.shares += float64(len(v.Changed)) / float64(functions)
		rep.Share = rep.shares / float64(rep.Mutants-rep.Equal)
	}
}

// Print writes the counts.
func (rep *Report) Print(w io.Writer) {
	for _, op := range slices.Sorted(maps.Keys(rep.Kinds)) {
		fmt.Fprintf(w, "%6d %s\n", rep.Kinds[op], op)
	}
	fmt.Fprintf(w, "mutants %d, not compiling %d, equal form %d, misses %d, strays %d, reclassified %d, mean share changed %.2f%%\n",
		rep.Mutants, rep.NotCompiling, rep.Equal, rep.Misses, rep.Strays, rep.Reclassified, 100*rep.Share)
}

// maxNamed bounds how many functions of one mutant are named.
const maxNamed = 3

// Print writes what is wrong with a mutant, if anything.
func (v *Verdict) Print(w io.Writer) {
	list := func(what string, names []string) {
		for i, name := range names {
			if i == maxNamed {
				fmt.Fprintf(w, "%s %s: and %d more\n", what, v.Site, len(names)-i)
				break
			}
			fmt.Fprintf(w, "%s %s: %s\n", what, v.Site, name)
		}
	}
	list("miss", v.Misses)
	list("stray", v.Strays)
	var names []string
	for _, fn := range slices.Sorted(maps.Keys(v.Reclassified)) {
		names = append(names, fn+" through "+v.Reclassified[fn])
	}
	list("reclassified", names)
}
