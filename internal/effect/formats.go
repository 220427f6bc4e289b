package effect

import (
	"go/ast"
	"go/constant"
	"go/types"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gocheckpoint/checkpoint/manifest/identity"
)

// An Asked is a set of methods that code outside the scope calls on values of
// any type, and on their parts, if they have them (E2).
type Asked uint8

const (
	Printing   Asked = iota + 1
	Templating       // those that the texts of templates name
	Encoding
	EncodingJSON
	EncodingXML
	EncodingGob
	Decoding
	DecodingJSON
	DecodingXML
	DecodingGob
)

// askedFor are the methods of each set, with the numbers of parameters and
// results: another of the name isn't called.
var askedFor = map[Asked]map[string]bool{
	Printing: words(`String/0/1 Error/0/1 Format/2/0 GoString/0/1`),
	Encoding: words(`MarshalJSON/0/2 MarshalJSONTo/1/1 MarshalText/0/2 AppendText/1/2 MarshalBinary/0/2 AppendBinary/1/2
		MarshalXML/2/1 MarshalXMLAttr/1/2 MarshalYAML/0/2 MarshalTOML/0/2 GobEncode/0/1 GobEncode/0/2`),
	EncodingJSON: words(`MarshalJSON/0/2 MarshalJSONTo/1/1 MarshalText/0/2 AppendText/1/2`),
	EncodingXML:  words(`MarshalXML/2/1 MarshalXMLAttr/1/2 MarshalText/0/2 AppendText/1/2`),
	EncodingGob:  words(`GobEncode/0/1 GobEncode/0/2 MarshalBinary/0/2 AppendBinary/1/2 MarshalText/0/2 AppendText/1/2`),
	Decoding: words(`UnmarshalJSON/1/1 UnmarshalJSONFrom/1/1 UnmarshalText/1/1 UnmarshalBinary/1/1 UnmarshalXML/2/1
		UnmarshalXMLAttr/1/1 UnmarshalYAML/1/1 UnmarshalTOML/1/1 GobDecode/1/1 Scan/1/1 Scan/2/1`),
	DecodingJSON: words(`UnmarshalJSON/1/1 UnmarshalJSONFrom/1/1 UnmarshalText/1/1`),
	DecodingXML:  words(`UnmarshalXML/2/1 UnmarshalXMLAttr/1/1 UnmarshalText/1/1`),
	DecodingGob:  words(`GobDecode/1/1 UnmarshalBinary/1/1 UnmarshalText/1/1`),
}

// formats are the packages whose encoders ask for the methods of one format.
var formats = map[string]struct{ encoding, decoding Asked }{
	"encoding/json":    {EncodingJSON, DecodingJSON},
	"encoding/json/v2": {EncodingJSON, DecodingJSON},
	"encoding/xml":     {EncodingXML, DecodingXML},
	"encoding/gob":     {EncodingGob, DecodingGob},
}

// An Ask is a call that asks a value in an interface for methods.
type Ask struct {
	Asked
	Site
}

// asks are the sets of methods that a function outside the scope asks for.
func asks(fn *types.Func) []Asked {
	if fn.Pkg() == nil {
		return nil
	}
	path := identity.PlainPath(fn.Pkg().Path())
	switch {
	case path == "fmt" && strings.Contains(strings.ToLower(fn.Name()), "scan"):
		return []Asked{Decoding}
	case path == "fmt", path == "log":
		return []Asked{Printing}
	case path == "text/template", path == "html/template":
		return []Asked{Templating, Printing}
	case !strings.HasPrefix(path, "encoding/") && !strings.Contains(path, "yaml") && !strings.Contains(path, "toml") && !strings.Contains(path, "json"):
		return nil
	}
	of, ok := formats[path]
	if !ok {
		of.encoding, of.decoding = Encoding, Decoding
	}
	if strings.HasPrefix(fn.Name(), "Unmarshal") || strings.HasPrefix(fn.Name(), "Decode") || fn.Name() == "Read" {
		return []Asked{of.decoding}
	}
	return []Asked{of.encoding}
}

// asks notes calls of those methods of a type and its parts that code outside
// the scope asks for. Of what is in an interface, a walk says what it may be.
func (w *walker) asks(t types.Type, asked Asked, v *value, at ast.Node, seen map[types.Type]bool) {
	t = types.Unalias(t)
	if t == nil || seen[t] || isErrorType(t) {
		return
	}
	seen[t] = true
	if types.IsInterface(t) {
		w.node.Asks = append(w.node.Asks, Ask{asked, siteOf(w.Fset, at)})
		return
	}
	if named, ok := types.Unalias(elem(t)).(*types.Named); ok && named.Obj().Pkg() != nil {
		if !w.InScope(identity.PlainPath(named.Obj().Pkg().Path())) {
			return
		}
		set := types.NewMethodSet(types.NewPointer(elem(t)))
		for i := range set.Len() {
			fn, ok := set.At(i).Obj().(*types.Func)
			if !ok {
				continue
			}
			shape := methodShape(fn)
			if asked == Templating && templatable(fn) {
				w.methodOf(t, fn.Name(), "template "+shape, v, at)
				w.asks(fn.Signature().Results().At(0).Type(), asked, nil, at, seen)
			} else if askedFor[asked][shape] {
				w.methodOf(t, fn.Name(), "", v, at)
			}
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		w.asks(u.Elem(), asked, v, at, seen)
	case *types.Slice:
		w.asks(u.Elem(), asked, v, at, seen)
	case *types.Array:
		w.asks(u.Elem(), asked, v, at, seen)
	case *types.Map:
		w.asks(u.Key(), asked, v, at, seen)
		w.asks(u.Elem(), asked, v, at, seen)
	case *types.Struct:
		for field := range u.Fields() {
			if field.Exported() || field.Embedded() { // of others, methods cannot be called
				w.asks(field.Type(), asked, v, at, seen)
			}
		}
	}
}

// templatable reports whether a template can call a method: it gives one value,
// and maybe an error.
func templatable(fn *types.Func) bool {
	r := fn.Signature().Results()
	return fn.Exported() && (r.Len() == 1 || r.Len() == 2 && isErrorType(r.At(1).Type())) && !isErrorType(r.At(0).Type())
}

// anyTemplate stands for a text of a template that isn't known: it may name any
// method without parameters.
const anyTemplate = "template *"

// templateText notes the methods that the text of a template may call: what
// stands behind a dot.
func (w *walker) templateText(fn *types.Func, call *ast.CallExpr) {
	path := identity.PlainPath(fn.Pkg().Path())
	if path != "text/template" && path != "html/template" {
		return
	}
	switch fn.Name() {
	case "Parse":
	case "ParseFS", "ParseFiles", "ParseGlob", "AddParseTree":
		w.names(anyTemplate)
		return
	default:
		return
	}
	if len(call.Args) != 1 {
		return
	}
	text := w.Info.Types[call.Args[0]].Value
	if text == nil || text.Kind() != constant.String {
		w.names(anyTemplate)
		return
	}
	found := map[string]bool{}
	for _, m := range afterDot.FindAllStringSubmatch(constant.StringVal(text), -1) {
		found[m[1]] = true
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		w.names("template " + name)
	}
}

var afterDot = regexp.MustCompile(`\.(\p{Lu}[\pL\p{Nd}_]*)`)

func (w *walker) names(key string) {
	if !slices.Contains(w.node.Invokes, key) {
		w.node.Invokes = append(w.node.Invokes, key)
	}
}

// templates reports whether a text of a template may call a method, by its
// shape with the word template before it.
func (v *invoked) templates(key string) bool {
	name, _, _ := strings.Cut(key, "/")
	return v.exact[name] || v.exact[anyTemplate] && strings.Contains(key, "/0/")
}

// askedOf gives the methods of the types that become interface values which a
// call asks for.
func (w *World) askedOf(a *Ask, live *liveness, to func(impl string)) {
	each := func(m string) {
		for _, im := range w.named[m] {
			if im.impl != "" && live.converted(im.typ) {
				to(im.impl)
			}
		}
	}
	if a.Asked != Templating {
		for _, m := range slices.Sorted(maps.Keys(askedFor[a.Asked])) {
			each(m)
		}
		return
	}
	if w.shapes == nil {
		w.shapes = slices.Sorted(maps.Keys(w.named))
	}
	for _, m := range w.shapes {
		if live.called.templates("template " + m) {
			each(m)
		}
	}
}
