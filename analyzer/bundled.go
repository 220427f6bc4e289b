package analyzer

import (
	"fmt"
	"go/ast"
	"go/types"
	"path/filepath"

	"golang.org/x/tools/go/analysis"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/internal/wire"
)

// An optionsFact says which options an exported variable holds, or an exported
// function returns.
type optionsFact struct {
	Options []optionFact
}

// An optionFact is one option as importers see it.
type optionFact struct {
	Name        string
	Param       []string
	Vague       bool
	Level       int
	Where, Text string
}

func (*optionsFact) AFact() {}

func (f *optionsFact) String() string { return fmt.Sprintf("options %v", f.Options) }

// GobEncode writes the options in their order, which counts.
func (f *optionsFact) GobEncode() ([]byte, error) {
	e := new(wire.Encoder)
	e.Int(len(f.Options))
	for _, o := range f.Options {
		e.Strs([]string{o.Name, o.Where, o.Text})
		e.Strs(o.Param)
		e.Bools([]bool{o.Vague})
		e.Num(o.Level)
	}
	return e.Bytes(), nil
}

// GobDecode is the inverse of GobEncode.
func (f *optionsFact) GobDecode(data []byte) error {
	d := wire.NewDecoder(data)
	f.Options = make([]optionFact, d.Int())
	for i := range f.Options {
		o := &f.Options[i]
		if text := d.Strs(); len(text) == 3 {
			o.Name, o.Where, o.Text = text[0], text[1], text[2]
		}
		o.Param = d.Strs()
		if flags := d.Bools(); len(flags) > 0 {
			o.Vague = flags[0]
		}
		o.Level = d.Num()
	}
	return d.Err()
}

// exportOptions tells importers of the options that a package makes.
func exportOptions(pass *analysis.Pass, x *registration.Expander) {
	scope := pass.Pkg.Scope()
	for _, name := range scope.Names() {
		obj := scope.Lookup(name)
		if !obj.Exported() {
			continue // importers can't name it
		}
		options, known := x.Exported(obj)
		if !known {
			continue // no option, or not known
		}
		fact := new(optionsFact)
		for _, o := range options {
			f := optionFact{Name: o.Name, Vague: o.Vague, Level: o.Level, Where: o.Where, Text: o.Spell(pass.TypesInfo)}
			for _, p := range o.Param {
				f.Param = append(f.Param, p.Name)
			}
			if f.Where == "" && o.Expr != nil {
				at := pass.Fset.Position(o.Expr.Pos())
				f.Where = fmt.Sprintf("%s:%d", filepath.Base(at.Filename), at.Line)
			}
			fact.Options = append(fact.Options, f)
		}
		pass.ExportObjectFact(obj, fact)
	}
}

// importedOptions gives what a package below tells of a variable or a function.
func importedOptions(pass *analysis.Pass) func(types.Object) ([]registration.Option, bool) {
	return func(obj types.Object) ([]registration.Option, bool) {
		var fact optionsFact
		if obj.Pkg() == nil || obj.Pkg() == pass.Pkg || !pass.ImportObjectFact(obj, &fact) {
			return nil, false
		}
		var options []registration.Option
		for _, f := range fact.Options {
			o := registration.Option{Name: f.Name, Vague: f.Vague, Level: f.Level, Where: f.Where, Text: f.Text}
			for _, name := range f.Param {
				o.Param = append(o.Param, registration.Param{Name: name})
			}
			options = append(options, o)
		}
		return options, true
	}
}

// place gives where a finding about an option is: at the part of it that is
// wrong if it stands in the list itself, else at what brings it there, with its
// origin.
func (p *pass) place(o *registration.Option, part ast.Node) (at ast.Expr, origin string) {
	if o.Direct() {
		if x, ok := part.(ast.Expr); ok && x != nil {
			return x, ""
		}
		return o.At, ""
	}
	where := o.Where
	if where == "" {
		made := p.Fset.Position(o.Expr.Pos())
		where = fmt.Sprintf("%s:%d", filepath.Base(made.Filename), made.Line)
	}
	return o.At, fmt.Sprintf(" (%s, by way of %s)", where, short(o.At))
}

// short spells an expression, without arguments where they are long.
func short(x ast.Expr) string {
	text := types.ExprString(x)
	if call, ok := x.(*ast.CallExpr); ok && len(text) > 40 {
		return types.ExprString(call.Fun) + "(…)"
	}
	return text
}

// optionf reports a finding about an option.
func (p *pass) optionf(o *registration.Option, part ast.Node, format string, args ...any) {
	at, origin := p.place(o, part)
	p.report(finding{at: at, message: fmt.Sprintf(format, args...) + origin})
}
