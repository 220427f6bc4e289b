package build

import (
	"fmt"
	"io"
	"slices"
)

// An AuditSummary adds audits up.
type AuditSummary struct {
	sizes   []Sizes
	missed  map[Class]int
	missing map[Class]int // functions that miss something of the class
}

// Add adds an audit.
func (s *AuditSummary) Add(a Audit) {
	if s.missed == nil {
		s.missed, s.missing = make(map[Class]int), make(map[Class]int)
	}
	s.sizes = append(s.sizes, a.Sizes)
	classes := make(map[Class]bool)
	for _, m := range a.Missed {
		s.missed[m.Class]++
		classes[m.Class] = true
	}
	for c := range classes {
		s.missing[c]++
	}
}

// Holes counts the missed functions that nothing explains.
func (s *AuditSummary) Holes() int { return s.missed[ClassHole] }

// Write writes what is missed, by class, and sizes, with the share of the
// surplus that each cause has.
func (s *AuditSummary) Write(w io.Writer, algorithm Algorithm) error {
	p := func(format string, args ...any) (err error) {
		_, err = fmt.Fprintf(w, format, args...)
		return err
	}
	if err := p("audited %d functions against %s: %d holes\n", len(s.sizes), algorithm, s.Holes()); err != nil || len(s.sizes) == 0 {
		return err
	}
	for _, c := range Classes {
		if s.missed[c] > 0 {
			if err := p("missed, %s: %d, in %d functions\n", c, s.missed[c], s.missing[c]); err != nil {
				return err
			}
		}
	}
	larger, smaller, surplus := 0, 0, 0
	causes := make(map[Cause]int)
	for _, size := range s.sizes {
		switch {
		case size.Covered > size.Reached:
			larger++
		case size.Covered < size.Reached:
			smaller++
		}
		for c, n := range size.Surplus {
			causes[c] += n
			surplus += n
		}
	}
	for _, row := range []struct {
		name string
		size func(Sizes) int
	}{
		{"covered", func(s Sizes) int { return s.Covered }},
		{"reached (" + string(algorithm) + ")", func(s Sizes) int { return s.Reached }},
		{"reached with the initializers of variables (rta)", func(s Sizes) int { return s.Ran }},
		{"covered, without what variables refer to", func(s Sizes) int { return s.NoVariables }},
		{"covered, without methods that are not reached", func(s Sizes) int { return s.CalledMethods }},
	} {
		mean, median := s.average(row.size)
		if err := p("%s: mean %.1f, median %d functions\n", row.name, mean, median); err != nil {
			return err
		}
	}
	if err := p("larger than %s: %d functions; smaller: %d\n", algorithm, larger, smaller); err != nil {
		return err
	}
	for _, c := range Causes {
		if causes[c] > 0 {
			if err := p("covered but not reached, %s: %d (%.1f %%)\n", c, causes[c], 100*float64(causes[c])/float64(surplus)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *AuditSummary) average(size func(Sizes) int) (mean float64, median int) {
	all := make([]int, len(s.sizes))
	sum := 0
	for i, v := range s.sizes {
		all[i] = size(v)
		sum += all[i]
	}
	slices.Sort(all)
	return float64(sum) / float64(len(all)), all[len(all)/2]
}
