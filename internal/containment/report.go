package containment

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// A Report adds verdicts up.
type Report struct {
	Found  int // tests of the packages
	Run    int // those judged
	Failed int // of those, how many failed
	// Lost and Crashed are tests without a profile; Broken the packages whose
	// tests could not be run, and why.
	Lost, Crashed, Broken []string

	// Pairs of a test and a declaration.
	Executed, Hidden, Covered, Beyond int
	Exceptions                        []Exception
	Verdicts                          []*Verdict

	accepted, linked, covers float64
}

func (rep *Report) add(v *Verdict) {
	rep.Run++
	rep.Verdicts = append(rep.Verdicts, v)
	rep.Executed += v.Executed
	rep.Hidden += v.Hidden
	rep.Covered += v.Covered
	rep.Beyond += v.Beyond
	rep.Exceptions = append(rep.Exceptions, v.Exceptions...)
	if v.Linked > 0 {
		rep.accepted += float64(v.Accepted) / float64(v.Linked)
		rep.covers += float64(v.InIdentity) / float64(v.Linked)
	}
}

// Count counts the exceptions of a class.
func (rep *Report) Count(c Class) int {
	n := 0
	for _, e := range rep.Exceptions {
		if e.Class == c {
			n++
		}
	}
	return n
}

// Room tells, as a mean over tests, which share of the declarations in the
// binary the identity covers, and which share is covered or would have been
// explained.
func (rep *Report) Room() (covered, accepted float64) {
	if rep.Run == 0 {
		return 0, 0
	}
	return rep.covers / float64(rep.Run), rep.accepted / float64(rep.Run)
}

// Print writes the exceptions and the counts.
func (rep *Report) Print(w io.Writer) {
	for _, b := range rep.Broken {
		fmt.Fprintln(w, "broken", b)
	}
	for _, t := range rep.Lost {
		fmt.Fprintln(w, "lost to time", t)
	}
	for _, t := range rep.Crashed {
		fmt.Fprintln(w, "crashed", t)
	}
	for _, e := range rep.Exceptions {
		if e.Class == Unexplained {
			fmt.Fprintf(w, "unexplained %s executes %s\n", e.Test, e.Decl)
		}
	}
	rep.group(w, Background, func(e Exception) string { return fmt.Sprintf("%s, started by %s", e.Decl, e.Source) })
	rep.group(w, Explained, func(e Exception) string {
		src := ""
		if e.Source != nil {
			src = ", stored by " + e.Source.String()
		}
		return fmt.Sprintf("%s through %s (%s:%d)%s, %d steps", e.Decl, e.Through.In, e.Through.Pos.Filename, e.Through.Pos.Line, src, e.Steps)
	})
	kinds := make(map[string]int)
	for _, e := range rep.Exceptions {
		if e.Class == Explained {
			kind := e.Through.Kind
			if e.Loose {
				kind += ", loosely"
			}
			kinds[kind]++
		}
	}
	for _, k := range slices.Sorted(maps.Keys(kinds)) {
		fmt.Fprintf(w, "%6d pairs explained by %s\n", kinds[k], k)
	}
	covered, accepted := rep.Room()
	fmt.Fprintf(w, "tests %d: run %d (failed %d), lost to time %d, crashed %d, packages broken %d\n",
		rep.Found, rep.Run, rep.Failed, len(rep.Lost), len(rep.Crashed), len(rep.Broken))
	fmt.Fprintf(w, "pairs %d: covered %d, explained %d, background %d, unexplained %d; hidden %d; beyond static references %d\n",
		rep.Executed, rep.Covered, rep.Count(Explained), rep.Count(Background), rep.Count(Unexplained), rep.Hidden, rep.Beyond)
	fmt.Fprintf(w, "of the declarations in a test's binary, its identity covers %.1f%%, explanations would accept %.1f%%\n",
		100*covered, 100*accepted)
}

// group writes the exceptions of a class, those alike together.
func (rep *Report) group(w io.Writer, c Class, line func(Exception) string) {
	counts := make(map[string]int)
	for _, e := range rep.Exceptions {
		if e.Class == c {
			counts[line(e)]++
		}
	}
	lines := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	for _, l := range lines {
		fmt.Fprintf(w, "%s %d×: %s\n", c, counts[l], l)
	}
}
