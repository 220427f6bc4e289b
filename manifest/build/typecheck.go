package build

import (
	"errors"
	"fmt"
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"
)

// A checker gives packages their syntax and types: those in scope from source,
// what they import from the export data that the go command has at hand. A
// package whose export data cannot be had, and one outside the scope that
// imports source, are read from source too, without the bodies of functions.
type checker struct {
	fset    *token.FileSet
	sizes   types.Sizes
	reader  *sourceReader
	inScope func(*packages.Package) bool
	release string // of the go command

	tasks map[*packages.Package]*checkTask
	ready chan *checkTask
	cpu   chan struct{} // bounds what runs at a time

	// One reader of export data may complete packages that belong to others.
	exportMu sync.Mutex
	exports  map[*packages.Package]error
	// views are the packages by path as export data refers to them: those that
	// are compiled anew for a test hide the plain ones.
	views map[string]map[string]*types.Package
}

// A checkTask is one package to be read from source.
type checkTask struct {
	p       *packages.Package
	imports []*checkTask // none of those from export data
	preds   []*checkTask
	waits   atomic.Int32
	files   []*ast.File
	errs    []error
	parsed  chan struct{}
}

// check reads the packages of the graph. It calls done for each package in
// scope, one at a time, after those that it imports.
func (c *checker) check(roots []*packages.Package, done func(*packages.Package)) {
	c.tasks = make(map[*packages.Package]*checkTask)
	c.exports = make(map[*packages.Package]error)
	c.views = map[string]map[string]*types.Package{"": {}}
	c.cpu = make(chan struct{}, runtime.GOMAXPROCS(0))
	var order []*checkTask
	packages.Visit(roots, nil, func(p *packages.Package) {
		p.Fset, p.TypesSizes = c.fset, c.sizes
		if p.PkgPath == "unsafe" {
			p.Types = types.Unsafe
			return
		}
		p.Types = types.NewPackage(p.PkgPath, p.Name)
		c.view(variantOf(p.ID))[p.PkgPath] = p.Types
		t := &checkTask{p: p, parsed: make(chan struct{})}
		for _, path := range sortedKeys(p.Imports) {
			if dep := c.tasks[p.Imports[path]]; dep != nil {
				t.imports = append(t.imports, dep)
			}
		}
		if c.inScope(p) || p.ExportFile == "" || len(t.imports) > 0 {
			c.tasks[p] = t
			order = append(order, t)
		}
	})
	c.ready = make(chan *checkTask, len(order))
	for _, t := range order {
		t.waits.Store(int32(len(t.imports)))
		for _, dep := range t.imports {
			dep.preds = append(dep.preds, t)
		}
	}
	go c.parseAll(order)
	c.exportAll(order)
	for _, t := range order {
		if len(t.imports) == 0 {
			go c.run(t)
		}
	}
	for range order {
		t := <-c.ready
		if c.inScope(t.p) {
			done(t.p)
		}
	}
}

// variantOf is what the go command appends to the path of a package that is
// compiled anew for a test: "[p.test]".
func variantOf(id string) string {
	_, variant, _ := strings.Cut(id, " ")
	return variant
}

func (c *checker) view(variant string) map[string]*types.Package {
	v := c.views[variant]
	if v == nil {
		v = make(map[string]*types.Package)
		c.views[variant] = v
	}
	return v
}

// parseAll parses in the order in which packages can be checked.
func (c *checker) parseAll(order []*checkTask) {
	for _, t := range order {
		c.cpu <- struct{}{}
		go func() {
			defer func() { <-c.cpu; close(t.parsed) }()
			for _, name := range t.p.CompiledGoFiles {
				f, err := c.reader.parse(c.fset, name)
				if f != nil {
					t.files = append(t.files, f)
				}
				if err != nil {
					t.errs = append(t.errs, err)
				}
			}
		}()
	}
}

// fromExport reports whether a package that should be read from source has none.
func (t *checkTask) fromExport() bool { return len(t.p.CompiledGoFiles) == 0 && t.p.ExportFile != "" }

func (c *checker) run(t *checkTask) {
	<-t.parsed
	c.cpu <- struct{}{}
	c.typeCheck(t)
	<-c.cpu
	c.ready <- t // before those that import it
	for _, pred := range t.preds {
		if pred.waits.Add(-1) == 0 {
			go c.run(pred)
		}
	}
}

func (c *checker) typeCheck(t *checkTask) {
	p := t.p
	fail := func(err error) { appendError(p, err) }
	defer func() {
		p.IllTyped = len(p.Errors) > 0
		for _, dep := range p.Imports {
			p.IllTyped = p.IllTyped || dep.IllTyped
		}
		if len(p.Errors) > 0 && newer(c.release, runtime.Version()) {
			fail(fmt.Errorf("the go command is of %s, but this tool was built with %s; if the code needs the newer one, build the tool anew", c.release, runtime.Version()))
		}
	}()
	if t.fromExport() {
		fail(packages.Error{Pos: "-", Msg: "sources missing for package " + p.ID, Kind: packages.ParseError})
		c.export(p)
		return
	}
	p.Syntax = t.files
	for _, err := range t.errs {
		fail(err)
	}
	p.TypesInfo = &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
	conf := types.Config{
		Importer:         importFunc(func(path string) (*types.Package, error) { return c.importFor(p, path) }),
		IgnoreFuncBodies: !c.inScope(p),
		Error:            fail,
		Sizes:            c.sizes,
	}
	conf.GoVersion = languageVersion(p)
	err := types.NewChecker(&conf, c.fset, p.Types, p.TypesInfo).Files(p.Syntax)
	if err != nil && len(p.Errors) == 0 {
		fail(err)
	}
}

// languageVersion is the version of the language that a package is compiled for,
// unless its files say otherwise: that of its module, which is 1.16 where go.mod
// doesn't tell (cmd/go/internal/gover.DefaultGoModVersion); "" without a module,
// for the latest.
func languageVersion(p *packages.Package) string {
	switch {
	case p.Module == nil:
		return ""
	case p.Module.GoVersion == "":
		return "go1.16"
	}
	return "go" + p.Module.GoVersion
}

type importFunc func(path string) (*types.Package, error)

func (f importFunc) Import(path string) (*types.Package, error) { return f(path) }

// exportAll reads the export data that the tasks need before any is checked: it
// adds to packages that others have read, which a checker, and who gets what is
// done, may look into at any time.
func (c *checker) exportAll(tasks []*checkTask) {
	for _, t := range tasks {
		if t.fromExport() {
			c.export(t.p)
		}
		for _, path := range sortedKeys(t.p.Imports) {
			if dep := t.p.Imports[path]; dep.PkgPath != "unsafe" && c.tasks[dep] == nil {
				c.export(dep) // importFor gives the error to who imports it
			}
		}
	}
}

// importFor finds what an import of p denotes.
func (c *checker) importFor(p *packages.Package, path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	dep := p.Imports[path]
	if dep == nil {
		return nil, fmt.Errorf("no metadata for %s", path)
	}
	if dep.Name == "" && len(dep.Errors) > 0 { // which the go command could not find
		return nil, errors.New(dep.Errors[0].Msg)
	}
	if c.tasks[dep] == nil {
		if err := c.export(dep); err != nil {
			return nil, err
		}
	}
	return dep.Types, nil
}

// export completes a package with its export data.
func (c *checker) export(p *packages.Package) error {
	c.exportMu.Lock()
	defer c.exportMu.Unlock()
	err, ok := c.exports[p]
	if !ok {
		if err = c.readExport(p); err != nil {
			p.IllTyped = true
			appendError(p, err)
		}
		c.exports[p] = err
	}
	return err
}

func (c *checker) readExport(p *packages.Package) error {
	f, err := os.Open(p.ExportFile)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		return fmt.Errorf("read %s: %w", p.ExportFile, err)
	}
	view := c.views[""]
	if variant := variantOf(p.ID); variant != "" {
		view = maps.Clone(view)
		maps.Copy(view, c.views[variant])
	}
	p.Types, err = gcexportdata.Read(r, c.fset, view, p.PkgPath)
	if err != nil {
		return fmt.Errorf("read %s: %w", p.ExportFile, err)
	}
	return nil
}

// appendError adds an error to a package in the form that go/packages gives it.
func appendError(p *packages.Package, err error) {
	var list scanner.ErrorList
	var path *fs.PathError
	var typ types.Error
	var known packages.Error
	switch {
	case errors.As(err, &known):
		p.Errors = append(p.Errors, known)
	case errors.As(err, &list):
		for _, e := range list {
			p.Errors = append(p.Errors, packages.Error{Pos: e.Pos.String(), Msg: e.Msg, Kind: packages.ParseError})
		}
	case errors.As(err, &typ):
		p.TypeErrors = append(p.TypeErrors, typ)
		p.Errors = append(p.Errors, packages.Error{Pos: typ.Fset.Position(typ.Pos).String(), Msg: typ.Msg, Kind: packages.TypeError})
	case errors.As(err, &path):
		p.Errors = append(p.Errors, packages.Error{Pos: path.Path + ":1", Msg: path.Err.Error(), Kind: packages.ParseError})
	default:
		p.Errors = append(p.Errors, packages.Error{Pos: "-", Msg: err.Error(), Kind: packages.UnknownError})
	}
}

// newer reports whether one release of Go is newer than another.
func newer(a, b string) bool {
	var x, y [2]int
	_, errX := fmt.Sscanf(a, "go%d.%d", &x[0], &x[1])
	_, errY := fmt.Sscanf(b, "go%d.%d", &y[0], &y[1])
	return errX == nil && errY == nil && slices.Compare(x[:], y[:]) > 0
}
