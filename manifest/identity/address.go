package identity

import (
	"go/ast"
	"go/constant"
	"go/types"
	"strings"
)

const (
	seesAddress  = "sees the address of a value, which the linker or the run time chooses"
	seesPosition = "asks for the position of its caller in the source"
)

// suspicious notes what arguments make of a call to a function outside the
// scope (I11): the address of a function, which tells functions apart that do
// the same, and loggers that write positions of the source.
func (f *former) suspicious(e *ast.CallExpr) {
	fn := calleeOf(f.src.Info, e.Fun)
	if fn == nil || fn.Pkg() == nil {
		return
	}
	switch name := fn.FullName(); fn.Pkg().Path() {
	case "fmt":
		format, isFormat := formats[name]
		if isFormat && format < len(e.Args) {
			if v := f.src.Info.Types[e.Args[format]].Value; v != nil && v.Kind() == constant.String {
				switch verbs := verbsOf(constant.StringVal(v)); {
				case strings.Contains(verbs, "p"):
					f.assume(e.Pos(), seesAddress)
					return
				case strings.Trim(verbs, "T") == "":
					return // shows types alone
				}
			}
		}
		for _, arg := range e.Args {
			if t := f.src.Info.TypeOf(arg); t != nil {
				if _, ok := t.Underlying().(*types.Signature); ok && types.NewMethodSet(t).Len() == 0 {
					f.assume(arg.Pos(), seesAddress)
					return
				}
			}
		}
	case "log":
		if at, ok := logFlags[name]; ok && at < len(e.Args) && f.logsPositions(e.Args[at]) {
			f.assume(e.Args[at].Pos(), seesPosition)
		}
	}
}

// formats are the functions that take a format, and where.
var formats = map[string]int{"fmt.Sprintf": 0, "fmt.Printf": 0, "fmt.Errorf": 0, "fmt.Fprintf": 1, "fmt.Appendf": 1}

// logFlags are the functions that take the flags of a logger, and where.
var logFlags = map[string]int{"log.New": 2, "log.SetFlags": 0, "(*log.Logger).SetFlags": 0}

// logsPositions reports whether flags of a logger may make it write positions:
// log.Llongfile is 8, log.Lshortfile 16.
func (f *former) logsPositions(flags ast.Expr) bool {
	v := f.src.Info.Types[flags].Value
	if v == nil {
		return true
	}
	n, ok := constant.Int64Val(constant.ToInt(v))
	return !ok || n&(8|16) != 0
}

// verbsOf lists the verbs of a format, each a byte.
func verbsOf(format string) string {
	var out []byte
	for {
		_, after, found := strings.Cut(format, "%")
		format = strings.TrimLeft(after, "+-# 0123456789.*[]")
		if !found || format == "" {
			return string(out)
		}
		if format[0] != '%' { // a percent sign
			out = append(out, format[0])
		}
		format = format[1:]
	}
}

// rawFunction notes a conversion that shows where the code of a function is.
func (f *former) rawFunction(to, from types.Type, e ast.Expr) {
	if b, ok := to.Underlying().(*types.Basic); !ok || b.Kind() != types.UnsafePointer || from == nil {
		return
	}
	if p, ok := from.Underlying().(*types.Pointer); ok && f.holdsFunc(p.Elem(), make(map[types.Type]bool)) {
		f.assume(e.Pos(), seesAddress)
	}
}

// unkeyed notes options of a logger without field names that make it write
// positions.
func (f *former) unkeyed(info *types.Info, lit *ast.CompositeLit) {
	named := namedOf(info.TypeOf(lit))
	if named == nil || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "log/slog" || named.Obj().Name() != "HandlerOptions" || len(lit.Elts) == 0 {
		return
	}
	if _, keyed := lit.Elts[0].(*ast.KeyValueExpr); keyed {
		return // the field is named
	}
	if v := info.Types[lit.Elts[0]].Value; v == nil || constant.BoolVal(v) {
		f.assume(lit.Pos(), seesPosition)
	}
}

// handsIdentity reports whether functions in a value of type t return what can
// be told apart: two variables that hold alike functions, each of which keeps
// what it made, differ.
func handsIdentity(t types.Type) bool { return handsIn(t, make(map[types.Type]bool)) }

func handsIn(t types.Type, seen map[types.Type]bool) bool {
	t = types.Unalias(t)
	if seen[t] {
		return false
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Signature:
		for v := range u.Results().Variables() {
			if bearsIdentity(v.Type()) || handsIn(v.Type(), seen) {
				return true
			}
		}
	case *types.Struct:
		for field := range u.Fields() {
			if handsIn(field.Type(), seen) {
				return true
			}
		}
	case *types.Map:
		return handsIn(u.Key(), seen) || handsIn(u.Elem(), seen)
	case interface{ Elem() types.Type }:
		return handsIn(u.Elem(), seen)
	}
	return false
}
