package vetunit

import (
	"cmp"
	"encoding/json"
	"go/token"
	"io"
	"os"

	"golang.org/x/tools/go/analysis"
)

// What -json prints, in the form of golang.org/x/tools/go/analysis/unitchecker. The
// go command makes lines of text of it.
type (
	failure struct {
		Error string `json:"error"`
	}
	diagnostic struct {
		Category       string    `json:"category,omitempty"`
		Posn           string    `json:"posn"` // file:line:column
		End            string    `json:"end"`
		Message        string    `json:"message"`
		SuggestedFixes []fix     `json:"suggested_fixes,omitempty"`
		Related        []related `json:"related,omitempty"`
	}
	fix struct {
		Message string `json:"message"`
		Edits   []edit `json:"edits"`
	}
	edit struct {
		Filename string `json:"filename"`
		Start    int    `json:"start"` // offsets in bytes
		End      int    `json:"end"`
		New      string `json:"new"`
	}
	related struct {
		Posn    string `json:"posn"`
		End     string `json:"end"`
		Message string `json:"message"`
	}
)

// print writes what the analyzers found, to where the configuration says.
func (u *unit) print(analyzers []*analysis.Analyzer, results []*result, stdout io.Writer) error {
	if u.cfg.Stdout != "" {
		f, err := os.Create(u.cfg.Stdout)
		if err != nil {
			return err
		}
		defer f.Close()
		stdout = f
	}
	found := map[string]any{}
	for i, r := range results {
		switch name := analyzers[i].Name; {
		case r.err != nil:
			found[name] = failure{r.err.Error()}
		case len(r.diagnostics) > 0:
			var list []diagnostic
			for _, d := range r.diagnostics {
				list = append(list, u.diagnostic(d))
			}
			found[name] = list
		}
	}
	tree := map[string]map[string]any{}
	if len(found) > 0 {
		tree[u.cfg.ID] = found
	}
	data, err := json.MarshalIndent(tree, "", "\t")
	if err != nil {
		return err
	}
	_, err = stdout.Write(append(data, '\n'))
	return err
}

func (u *unit) diagnostic(d analysis.Diagnostic) diagnostic {
	at := func(pos token.Pos) string { return u.fset.Position(pos).String() }
	out := diagnostic{Category: d.Category, Posn: at(d.Pos), End: at(cmp.Or(d.End, d.Pos)), Message: d.Message}
	for _, f := range d.SuggestedFixes {
		g := fix{Message: f.Message}
		for _, e := range f.TextEdits {
			from := u.fset.Position(e.Pos)
			g.Edits = append(g.Edits, edit{from.Filename, from.Offset, u.fset.Position(cmp.Or(e.End, e.Pos)).Offset, string(e.NewText)})
		}
		out.SuggestedFixes = append(out.SuggestedFixes, g)
	}
	for _, r := range d.Related {
		out.Related = append(out.Related, related{at(r.Pos), at(cmp.Or(r.End, r.Pos)), r.Message})
	}
	return out
}
