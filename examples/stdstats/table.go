package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// printTable prints the top packages by complexity and the totals of all.
// packages are sorted by path, and so are those of equal complexity: equal
// measures give equal bytes.
func printTable(w io.Writer, packages []pkg, top int) error {
	total := Stats{}
	imports := make(map[string]bool)
	measured := slices.DeleteFunc(slices.Clone(packages), func(p pkg) bool { return p.err != nil })
	var longestIn string
	for _, p := range measured {
		total.Files += p.Files
		total.Lines += p.Lines
		total.Functions += p.Functions
		total.Complexity += p.Complexity
		if p.LongestLines > total.LongestLines {
			total.Longest, total.LongestLines, longestIn = p.Longest, p.LongestLines, p.path
		}
		for _, path := range p.Imports {
			imports[path] = true
		}
	}
	if longestIn != "" {
		total.Longest = longestIn + ": " + total.Longest
	}

	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name string, s Stats, imports int) {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n",
			name, s.Files, s.Lines, s.Functions, s.Complexity, imports, s.LongestLines, s.Longest)
	}
	fmt.Fprintln(t, "PACKAGE\tFILES\tLINES\tFUNCTIONS\tCOMPLEXITY\tIMPORTS\tLONGEST\tFUNCTION")
	slices.SortStableFunc(measured, func(a, b pkg) int { return cmp.Compare(b.Complexity, a.Complexity) })
	for _, p := range measured[:min(top, len(measured))] {
		row(p.path, p.Stats, len(p.Imports))
	}
	row(fmt.Sprintf("all %d packages", len(measured)), total, len(imports))
	return t.Flush() // also gives the errors of the lines before
}
