package combine

import (
	"flag"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// adopt gives the flags of one analyzer to the combined one (C4).
func (c *combined) adopt(to, a *analysis.Analyzer) func(*flag.Flag) {
	return func(f *flag.Flag) {
		to.Flags.Var(f.Value, strings.TrimPrefix(a.Name, c.prefix)+"."+f.Name, f.Usage)
	}
}

// categories is the value of the flag disable.
type categories struct{ list, known []string }

func (c *categories) String() string { return strings.Join(c.list, ",") }

// Set replaces the list. A name that is unknown is an error, and changes nothing.
func (c *categories) Set(s string) error {
	list := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
	for _, name := range list {
		if !slices.Contains(c.known, name) {
			return fmt.Errorf("no check is called %s: there are %s", name, strings.Join(c.known, ", "))
		}
	}
	c.list = list
	return nil
}
