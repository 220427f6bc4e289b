package identity

import (
	"go/types"
	"slices"
	"strings"
)

// debugSettings writes the settings of the //go:debug lines of the package, if
// the function is where a program begins: main, or a test. They decide what the
// whole program does (I10).
func (f *former) debugSettings(fn *types.Func) {
	if fn.Signature().Recv() != nil || !f.begins(fn.Name()) {
		return
	}
	for _, file := range f.src.Files {
		for _, group := range file.Comments {
			if group.Pos() > file.Package {
				break
			}
			for _, c := range group.List {
				if fields := strings.Fields(c.Text); len(fields) > 1 && fields[0] == "//go:debug" {
					f.node.Debug = append(f.node.Debug, fields[1])
				}
			}
		}
	}
	if f.node.Debug == nil {
		return
	}
	slices.Sort(f.node.Debug)
	f.op("debug")
	f.int(len(f.node.Debug))
	for _, s := range f.node.Debug {
		f.str(s)
	}
}

// begins reports whether a function of that name is called by what the go command
// generates.
func (f *former) begins(name string) bool {
	if !strings.HasSuffix(SourceName(f.src.Fset, f.file), "_test.go") {
		return name == "main" && f.src.Types.Name() == "main"
	}
	return slices.ContainsFunc([]string{"Test", "Benchmark", "Fuzz", "Example"}, func(kind string) bool { return strings.HasPrefix(name, kind) })
}
