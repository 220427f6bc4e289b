package build

import (
	"bytes"
	"context"
	"fmt"
	"go/format"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/gocheckpoint/checkpoint/internal/registration"
	"github.com/gocheckpoint/checkpoint/manifest"
)

// A File is a file that belongs beside the source.
type File struct {
	Name string // absolute
	Data []byte
	// Manifest is what Data encodes, nil for Go code.
	Manifest *manifest.Manifest `json:"-"`
}

// Outputs are the files that packages should have beside their source.
type Outputs struct {
	Files    []File // sorted by name
	Problems []Problem

	dirs []string // where generated files that are not wanted must go
	base string   // the folder that reports are relative to
}

// Generate lists what the packages that match the patterns, and their tests,
// should have: from the cache if nothing changed that they depend on.
func Generate(ctx context.Context, cfg Config, patterns ...string) (*Outputs, error) {
	cfg.Tests = true
	env, err := cfg.env(ctx)
	if err != nil {
		return nil, err
	}
	c := newCache(env, "generate", patterns...)
	if p := c.recall(); p != nil {
		return &p.Outputs, nil
	}
	prog, err := env.load(ctx, false, patterns...)
	if err != nil {
		return nil, err
	}
	out, err := prog.Outputs(true)
	if err == nil {
		c.remember(prog, &plan{Outputs: *out})
	}
	return out, err
}

// Outputs lists the manifests and the generated code of the packages in prog;
// with named, only of those that the patterns named.
func (prog *Program) Outputs(named bool) (*Outputs, error) {
	out := &Outputs{Problems: prog.Problems, base: prog.base()}
	broken := make(map[string]bool)
	for _, p := range prog.Problems {
		path, _, _ := strings.Cut(p.Package, " ")
		broken[strings.TrimSuffix(path, "_test")] = true
	}
	for _, p := range prog.Packages {
		if named && !p.Named {
			files, err := prog.forOthers(p)
			if err != nil {
				return nil, fmt.Errorf("package %s: %w", p.ID, err)
			}
			out.Files = append(out.Files, files...)
			continue
		}
		files, err := prog.packageFiles(p)
		if err != nil {
			return nil, fmt.Errorf("package %s: %w", p.ID, err)
		}
		out.Files = append(out.Files, files...)
		file := firstFile(p.Package)
		if file != "" && (!named || !broken[strings.TrimSuffix(p.PkgPath, "_test")]) {
			out.dirs = append(out.dirs, filepath.Dir(file))
		}
	}
	slices.SortFunc(out.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	slices.Sort(out.dirs)
	out.dirs = slices.Compact(out.dirs)
	return out, nil
}

func (prog *Program) packageFiles(p *Package) ([]File, error) {
	variant, ok := p.variant()
	if !ok || p.Module == nil || p.PkgPath == registration.RuntimePath {
		return nil, nil
	}
	g := &generated{Package: p.Name, Path: p.PkgPath, Runtime: registration.RuntimePath}
	dir := filepath.Dir(firstFile(p.Package))
	var files []File
	if m := prog.manifest(p); m != nil {
		data, err := manifest.Encode(m)
		if err != nil {
			return nil, err
		}
		name := manifest.FileName(variant)
		files = append(files, File{Name: filepath.Join(dir, name), Data: data, Manifest: m})
		g.Manifest = name
		g.Var = "checkpointManifest" + map[manifest.Variant]string{manifest.Test: "Test", manifest.XTest: "XTest"}[variant]
		g.Types = prog.resultTypes(p)
		g.Bindings, g.Imports = prog.bindings(p, variant)
	}
	g.Captures = prog.ownCaptures(p, variant)
	if g.Manifest == "" && len(g.Captures) == 0 {
		return nil, nil
	}
	code, err := g.render()
	if err != nil {
		return nil, err
	}
	return append(files, File{Name: filepath.Join(dir, manifest.CodeName(variant)), Data: code}), nil
}

// resultTypes are the names of the package's types that may arrive inside
// interfaces of results: the runtime can decode what it can name.
func (prog *Program) resultTypes(p *Package) []string {
	var results []types.Type
	for _, r := range p.Registrations {
		if !r.Known() {
			continue
		}
		res := r.Signature(p.TypesInfo).Results()
		for i := range res.Len() {
			if t := res.At(i).Type(); i < res.Len()-1 || !isError(t) {
				results = append(results, t)
			}
		}
	}
	var names []string
	for id := range prog.dynamicTypes(p, results) {
		name, ok := strings.CutPrefix(id, p.PkgPath+".")
		if !ok {
			continue
		}
		if obj := p.Types.Scope().Lookup(name); obj != nil && prog.declaredAnywhere(p, obj) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// generated is what the template shows.
type generated struct {
	Package, Path, Runtime string
	Manifest, Var          string
	Captures               []capturedVar
	Types                  []string
	Bindings               []binding
	Imports                []namedImport
}

// Binds reports whether a function of package typed is called.
func (g *generated) Binds() bool {
	return slices.ContainsFunc(g.Bindings, func(b binding) bool { return b.Bind != "" })
}

// Typed is the import path of package typed.
func (g *generated) Typed() string { return typedPath }

var goFile = template.Must(template.New("").Parse(`// Code generated by checkpointmanifest. DO NOT EDIT.

package {{.Package}}

import (
	{{if .Manifest}}_ "embed"
{{end}}
	checkpointruntime {{printf "%q" .Runtime}}
	{{if .Binds}}checkpointtyped {{printf "%q" .Typed}}
{{end}}{{if .Imports}}
{{range .Imports}}{{.Name}} {{printf "%q" .Path}}
{{end}}{{end}})
{{if .Manifest}}
//go:embed {{.Manifest}}
var {{.Var}} string

var _ = checkpointruntime.RegisterManifest({{printf "%q" .Path}}, {{printf "%q" .Manifest}}, {{.Var}})
{{end}}{{range .Bindings}}
{{if .Instance}}var _ = checkpointruntime.RegisterInstance({{printf "%q" .Instance}}, {{.Expr}})
{{end}}{{if .Bind}}var _ = checkpointtyped.{{.Bind}}({{.Expr}})
{{end}}{{end}}{{range .Types}}
var _ = checkpointruntime.RegisterType[{{.}}]()
{{end}}{{if .Captures}}
func init() {
{{- range $c := .Captures}}{{range .Fields}}
	checkpointruntime.RegisterCapturedField({{printf "%q" $c.ID}}, {{printf "%q" .}}, func() (any, error) { return &{{$c.Name}}, nil })
{{- else}}
	checkpointruntime.RegisterCapture({{printf "%q" .ID}}, {{.Once}}, func() (any, error) { return {{if .ByErr}}{{.By}}({{.Name}}){{else}}{{if .By}}{{.By}}({{.Name}}){{else}}&{{.Name}}{{end}}, nil{{end}} })
{{- end}}{{end}}
}
{{end}}`))

func (g *generated) render() ([]byte, error) {
	var buf bytes.Buffer
	if err := goFile.Execute(&buf, g); err != nil {
		return nil, err
	}
	return format.Source(buf.Bytes())
}
