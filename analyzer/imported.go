package analyzer

import "strings"

// checkImported reports writes to variables of other packages that functions read
// which are registered there: those packages cannot know who imports them.
func (p *pass) checkImported() {
	if p.world() == nil {
		return
	}
	for _, a := range p.world().AssignedElsewhere() {
		if !a.Pos.IsValid() {
			continue
		}
		name := func(key string) string { return strings.TrimPrefix(p.nodeName(key), "variable ") }
		p.reportf(span{a.Pos, a.End}, "%s %s %s, which the registered function %s reads (%s:%d): annotate it with //checkpoint:capture or //checkpoint:nohash",
			name(a.In), a.How, name(a.Var), name(a.Reader), a.Read.File, a.Read.Line)
	}
}
