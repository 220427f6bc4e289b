package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gocheckpoint/checkpoint/runtime/checkpoint"
)

// measure is measureDir, remembered. The name of a directory says nothing about
// what is in it, so the key has the files in its place. That is why nothing of
// the name may be in Stats: two directories with equal files share a result.
var measure = checkpoint.Func(measureDir, checkpoint.HashBy("dir", goFiles))

// Stats are the measures of a package.
type Stats struct {
	Files, Lines int
	Functions    int    // declared functions and methods
	Complexity   int    // sum of the functions' cyclomatic complexities
	Longest      string // the function with the most lines, as F, T.M or (*T).M; the first of several
	LongestLines int
	Imports      []string // sorted import paths
}

// goFiles returns the names and contents of the Go files in dir that belong to
// the package itself: those that are not tests, whatever their build constraints.
// It is both what measureDir reads and what its results are remembered by.
func goFiles(dir string) (map[string][]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	for _, e := range entries {
		if !e.Type().IsRegular() || !isPackageFile(e.Name()) {
			continue
		}
		files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// isPackageFile reports whether a file of this name is a Go file and no test.
// The go command ignores names that begin with '.' or '_', and so does this.
func isPackageFile(name string) bool {
	return strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") &&
		name[0] != '.' && name[0] != '_'
}

// measureDir measures the package in dir. Its errors name files, but not dir.
func measureDir(dir string) (Stats, error) {
	files, err := goFiles(dir)
	if err != nil {
		return Stats{}, err
	}
	s := Stats{Files: len(files)}
	imports := make(map[string]bool)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		src := files[name]
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
		if err != nil {
			return Stats{}, err
		}
		s.Lines += lines(src)
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return Stats{}, fmt.Errorf("%s: import %s: %w", name, spec.Path.Value, err)
			}
			imports[path] = true
		}
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok {
				s.add(fset, fn)
			}
		}
	}
	s.Imports = slices.Sorted(maps.Keys(imports))
	return s, nil
}

// add counts one function.
func (s *Stats) add(fset *token.FileSet, fn *ast.FuncDecl) {
	s.Functions++
	s.Complexity += complexity(fn)
	// Unadjusted positions: generated code has //line comments that count the
	// lines of some other file.
	first := fset.PositionFor(fn.Pos(), false).Line
	last := fset.PositionFor(fn.End(), false).Line
	if n := last - first + 1; n > s.LongestLines {
		s.Longest, s.LongestLines = functionName(fn), n
	}
}

// complexity returns McCabe's cyclomatic complexity of a function (IEEE
// Transactions on Software Engineering SE-2, 1976), as it is usually counted in
// Go: one, and one more for each
//
//   - if, for and range;
//   - case of a switch and of a select, but not default;
//   - && and ||.
//
// What a function literal decides counts for the function that it is in. A
// function without a body, as one in assembly, has complexity one.
func complexity(fn *ast.FuncDecl) int {
	n := 1
	ast.Inspect(fn, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			n++
		case *ast.CaseClause:
			if node.List != nil { // nil for default
				n++
			}
		case *ast.CommClause:
			if node.Comm != nil { // nil for default
				n++
			}
		case *ast.BinaryExpr:
			if node.Op == token.LAND || node.Op == token.LOR {
				n++
			}
		}
		return true
	})
	return n
}

func functionName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	recv := types.ExprString(fn.Recv.List[0].Type)
	if strings.HasPrefix(recv, "*") {
		recv = "(" + recv + ")"
	}
	return recv + "." + fn.Name.Name
}

// lines counts the lines of src; what follows the last newline is one if it is
// not empty.
func lines(src []byte) int {
	n := bytes.Count(src, []byte("\n"))
	if len(src) > 0 && src[len(src)-1] != '\n' {
		n++
	}
	return n
}
