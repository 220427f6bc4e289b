package vetunit

import (
	"flag"
	"io"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// parse reads the flags that select analyzers and those of their own, and gives
// the analyzers that are to run and the file with the configuration. It is not ok
// where something else is asked for (V1).
func parse(args []string, analyzers []*analysis.Analyzer) (enabled []*analysis.Analyzer, file string, ok bool) {
	set := flag.NewFlagSet("", flag.ContinueOnError)
	set.SetOutput(io.Discard)
	printsJSON := set.Bool("json", false, "")
	chosen := make(map[*analysis.Analyzer]bool)
	some := false
	for _, a := range analyzers {
		set.BoolFunc(a.Name, "", func(s string) error {
			on, err := strconv.ParseBool(s)
			chosen[a] = on
			some = some || on
			return err
		})
		a.Flags.VisitAll(func(f *flag.Flag) { set.Var(f.Value, a.Name+"."+f.Name, f.Usage) })
	}
	if set.Parse(args) != nil || !*printsJSON || set.NArg() != 1 || !strings.HasSuffix(set.Arg(0), ".cfg") {
		return nil, "", false
	}
	for _, a := range analyzers {
		// If some are asked for, only those; else all but those refused.
		if on, told := chosen[a]; on || !some && !told {
			enabled = append(enabled, a)
		}
	}
	return enabled, set.Arg(0), true
}
