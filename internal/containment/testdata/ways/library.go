package ways

// The library calls methods of what it is handed.

import (
	"bufio"
	"bytes"
	"container/heap"
	"context"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"text/template"
	"time"
)

type TSyncMap struct{}

func (TSyncMap) Do() int { return 1 }

func SyncMap() (result int) {
	var m sync.Map
	m.Store(1, TSyncMap{})
	v, _ := m.Load(1)
	return v.(Doer).Do()
}

type TAtomicPtr struct{}

func (TAtomicPtr) Do() int { return 1 }

func AtomicPtr() (result int) {
	var m atomic.Pointer[TAtomicPtr]
	m.Store(&TAtomicPtr{})
	var d Doer = m.Load()
	return d.Do()
}

type TCtx struct{}

func (TCtx) Do() int { return 1 }

func Ctx() (result int) {
	return context.WithValue(context.Background(), 1, TCtx{}).Value(1).(Doer).Do()
}

type TJSON struct{}

func (TJSON) Do() int { return 1 }

type JJSON int

func (j *JJSON) UnmarshalJSON([]byte) error { *j = JJSON(TJSON{}.Do()); return nil }

func JSON() (result int) {
	var x struct{ F []map[string]JJSON }
	json.Unmarshal([]byte(`{"F":[{"a":1}]}`), &x)
	return int(x.F[0]["a"])
}

type TFmt struct{}

func (TFmt) Do() int { return 1 }

type SFmt struct{}

func (SFmt) String() string { TFmt{}.Do(); return "" }

func Fmt() (result int) {
	_ = fmt.Sprint(struct{ S []SFmt }{[]SFmt{{}}})
	return 1
}

type TFmtFormat struct{}

func (TFmtFormat) Do() int { return 1 }

type SFmtFormat struct{}

func (SFmtFormat) Format(fmt.State, rune) { TFmtFormat{}.Do() }

func FmtFormat() (result int) {
	_ = fmt.Sprintf("%v", SFmtFormat{})
	return 1
}

type TErrorsIs struct{}

func (TErrorsIs) Do() int { return 1 }

type EErrorsIs struct{}

func (EErrorsIs) Error() string { return "" }
func (EErrorsIs) Is(error) bool { TErrorsIs{}.Do(); return false }

func ErrorsIs() (result int) {
	errors.Is(EErrorsIs{}, io.EOF)
	return 1
}

type TSort struct{}

func (TSort) Do() int { return 1 }

type SSort []int

func (s SSort) Len() int           { TSort{}.Do(); return len(s) }
func (s SSort) Less(i, j int) bool { return s[i] < s[j] }
func (s SSort) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }

func Sort() (result int) {
	sort.Sort(SSort{2, 1})
	return 1
}

type TTemplate struct{}

func (TTemplate) Do() int { return 1 }

func Template() (result int) {
	template.Must(template.New("").Parse("{{.Do}}")).Execute(io.Discard, TTemplate{})
	return 1
}

type TTemplateField struct{}

func (TTemplateField) Do() int { return 1 }

func TemplateField() (result int) {
	template.Must(template.New("").Parse("{{.X.Do}}")).Execute(io.Discard, struct{ X *TTemplateField }{&TTemplateField{}})
	return 1
}

type TTemplateResult struct{}

func (TTemplateResult) Do() int { return 1 }

type RTemplateResult struct{}

func (RTemplateResult) R() *TTemplateResult { return &TTemplateResult{} }

func TemplateResult() (result int) {
	template.Must(template.New("").Parse("{{.R.Do}}")).Execute(io.Discard, RTemplateResult{})
	return 1
}

type TTemplateFunc struct{}

func (TTemplateFunc) Do() int       { return 1 }
func f_TemplateFunc() TTemplateFunc { return TTemplateFunc{} }

func TemplateFunc() (result int) {
	template.Must(template.New("").Funcs(template.FuncMap{"f": f_TemplateFunc}).Parse("{{f.Do}}")).Execute(io.Discard, 1)
	return 1
}

type TReflect struct{}

func (TReflect) Do() int { return 1 }

type SReflect struct{ F TReflect }

func Reflect() (result int) {
	v := reflect.New(reflect.TypeOf(SReflect{}).Field(0).Type)
	return int(v.MethodByName("Do").Call(nil)[0].Int())
}

type TReflectFor struct{}

func (TReflectFor) Do() int { return 1 }

func ReflectFor() (result int) {
	v := reflect.New(reflect.TypeFor[TReflectFor]())
	return v.Interface().(Doer).Do()
}

type TReflectFuncIn struct{}

func (TReflectFuncIn) Do() int        { return 1 }
func fi_ReflectFuncIn(TReflectFuncIn) {}

func ReflectFuncIn() (result int) {
	v := reflect.New(reflect.TypeOf(fi_ReflectFuncIn).In(0))
	return v.Interface().(Doer).Do()
}

type TReflectChan struct{}

func (TReflectChan) Do() int { return 1 }

func ReflectChan() (result int) {
	v := reflect.New(reflect.TypeOf((chan map[string][2]*TReflectChan)(nil)).Elem().Elem().Elem().Elem())
	return v.Interface().(Doer).Do()
}

type TGobReg struct{}

func (TGobReg) Do() int { return 1 }

type st_GobReg struct{ X any }
type GGobReg int

func (g GGobReg) GobEncode() ([]byte, error) { TGobReg{}.Do(); return nil, nil }
func (g *GGobReg) GobDecode([]byte) error    { return nil }
func init()                                  { gob.Register(GGobReg(1)) }

func GobReg() (result int) {
	var b bytes.Buffer
	gob.NewEncoder(&b).Encode(&st_GobReg{X: GGobReg(1)})
	return 1
}

type TTimeAfter struct{}

func (TTimeAfter) Do() int { return 1 }

func TimeAfter() (result int) {
	c := make(chan int)
	time.AfterFunc(1, func() { TTimeAfter{}.Do(); close(c) })
	<-c
	return 1
}

type TIter struct{}

func (TIter) Do() int         { return 1 }
func it_Iter() iter.Seq[Doer] { return func(y func(Doer) bool) { y(TIter{}) } }

func Iter() (result int) {
	for d := range it_Iter() {
		return d.Do()
	}
	return 0
}

type TIterPull struct{}

func (TIterPull) Do() int         { return 1 }
func it_IterPull() iter.Seq[Doer] { return func(y func(Doer) bool) { y(TIterPull{}) } }

func IterPull() (result int) {
	next, stop := iter.Pull(it_IterPull())
	defer stop()
	d, _ := next()
	return d.Do()
}

type TCmpFunc struct{}

func (TCmpFunc) Do() int      { return 1 }
func cf_CmpFunc(a, b int) int { return TCmpFunc{}.Do() }

func CmpFunc() (result int) {
	slices.SortFunc([]int{2, 1}, cf_CmpFunc)
	return 1
}

type TTextMarshalKey struct{}

func (TTextMarshalKey) Do() int { return 1 }

type KTextMarshalKey int

func (KTextMarshalKey) MarshalText() ([]byte, error) { TTextMarshalKey{}.Do(); return []byte("x"), nil }

func TextMarshalKey() (result int) {
	json.Marshal(map[KTextMarshalKey]int{1: 1})
	return 1
}

type TJSONEmbeddedGeneric struct{}

func (TJSONEmbeddedGeneric) Do() int { return 1 }

type JJSONEmbeddedGeneric int

func (j *JJSONEmbeddedGeneric) UnmarshalJSON([]byte) error { TJSONEmbeddedGeneric{}.Do(); return nil }

func JSONEmbeddedGeneric() (result int) {
	var x box2[JJSONEmbeddedGeneric]
	json.Unmarshal([]byte(`{"V":1}`), &x)
	return 1
}

type TJSONMapKey struct{}

func (TJSONMapKey) Do() int { return 1 }

type KJSONMapKey struct{ s string }

func (k *KJSONMapKey) UnmarshalText(b []byte) error { TJSONMapKey{}.Do(); return nil }

func JSONMapKey() (result int) {
	var m map[KJSONMapKey]int
	json.Unmarshal([]byte(`{"a":1}`), &m)
	return 1
}

type TJSONEmbeddedPtr struct{}

func (TJSONEmbeddedPtr) Do() int { return 1 }

type EJSONEmbeddedPtr struct{ F []*JJSONEmbeddedPtr }
type JJSONEmbeddedPtr int

func (j *JJSONEmbeddedPtr) UnmarshalJSON([]byte) error { TJSONEmbeddedPtr{}.Do(); return nil }

func JSONEmbeddedPtr() (result int) {
	var x struct{ *EJSONEmbeddedPtr }
	json.Unmarshal([]byte(`{"F":[1]}`), &x)
	return 1
}

type TJSONDecoder struct{}

func (TJSONDecoder) Do() int { return 1 }

type XJSONDecoder [][]JJSONDecoder
type JJSONDecoder int

func (j *JJSONDecoder) UnmarshalJSON([]byte) error { TJSONDecoder{}.Do(); return nil }

func JSONDecoder() (result int) {
	var x XJSONDecoder
	json.NewDecoder(strings.NewReader("[[1]]")).Decode(&x)
	return 1
}

type TXMLAttr struct{}

func (TXMLAttr) Do() int { return 1 }

type JXMLAttr int

func (j *JXMLAttr) UnmarshalXMLAttr(xml.Attr) error { TXMLAttr{}.Do(); return nil }

func XMLAttr() (result int) {
	var x struct {
		A JXMLAttr `xml:"a,attr"`
	}
	xml.Unmarshal([]byte(`<x a="1"/>`), &x)
	return 1
}

type TErrorsAs struct{}

func (TErrorsAs) Do() int { return 1 }

type EErrorsAs struct{}

func (*EErrorsAs) Error() string { return "" }

type WErrorsAs struct{}

func (WErrorsAs) Error() string { return "" }
func (WErrorsAs) As(any) bool   { TErrorsAs{}.Do(); return true }

func ErrorsAs() (result int) {
	var t *EErrorsAs
	errors.As(fmt.Errorf("x: %w", WErrorsAs{}), &t)
	return 1
}

type TErrorsUnwrap struct{}

func (TErrorsUnwrap) Do() int { return 1 }

type WErrorsUnwrap struct{}

func (WErrorsUnwrap) Error() string { return "" }
func (WErrorsUnwrap) Unwrap() error { TErrorsUnwrap{}.Do(); return nil }

func ErrorsUnwrap() (result int) {
	errors.Is(errors.Join(WErrorsUnwrap{}), nil)
	errors.Is(WErrorsUnwrap{}, errors.New("x"))
	return 1
}

type TScan struct{}

func (TScan) Do() int { return 1 }

type JScan int

func (j *JScan) Scan(fmt.ScanState, rune) error { TScan{}.Do(); return nil }

func Scan() (result int) {
	var x JScan
	fmt.Sscan("1", &x)
	return 1
}

type TTemplateCall struct{}

func (TTemplateCall) Do() int { return 1 }

func TemplateCall() (result int) {
	template.Must(template.New("").Parse("{{(call .F).Do}}")).Execute(io.Discard, struct{ F func() TTemplateCall }{func() TTemplateCall { return TTemplateCall{} }})
	return 1
}

type TTemplateRange struct{}

func (TTemplateRange) Do() int { return 1 }

func TemplateRange() (result int) {
	template.Must(template.New("").Parse("{{range .A}}{{range .}}{{.Do}}{{end}}{{end}}")).Execute(io.Discard, map[string]any{"A": []map[string]TTemplateRange{{"a": {}}}})
	return 1
}

type TTemplateChain struct{}

func (TTemplateChain) Do() int { return 1 }

type RTemplateChain struct{}

func (RTemplateChain) R() []RTemplateChain         { return nil }
func (RTemplateChain) S() (*TTemplateChain, error) { return nil, nil }

func TemplateChain() (result int) {
	template.Must(template.New("").Parse("{{.R.S.Do}}")).Execute(io.Discard, RTemplateChain{})
	return 1
}

type THeapPush struct{}

func (THeapPush) Do() int { return 1 }

type HHeapPush []int

func (h HHeapPush) Len() int           { THeapPush{}.Do(); return len(h) }
func (h HHeapPush) Less(i, j int) bool { return true }
func (h HHeapPush) Swap(i, j int)      {}
func (h *HHeapPush) Push(x any)        { *h = append(*h, x.(int)) }
func (h *HHeapPush) Pop() any          { return nil }

func HeapPush() (result int) {
	h := &HHeapPush{}
	heap.Push(h, 1)
	return 1
}

type TIOCopy struct{}

func (TIOCopy) Do() int { return 1 }

type WIOCopy struct{}

func (WIOCopy) Write(b []byte) (int, error)       { return len(b), nil }
func (WIOCopy) ReadFrom(io.Reader) (int64, error) { TIOCopy{}.Do(); return 0, nil }

func IOCopy() (result int) {
	io.Copy(WIOCopy{}, strings.NewReader("x"))
	return 1
}

type TIOCopyBuf struct{}

func (TIOCopyBuf) Do() int { return 1 }

type RIOCopyBuf struct{}

func (RIOCopyBuf) Read(b []byte) (int, error)       { return 0, io.EOF }
func (RIOCopyBuf) WriteTo(io.Writer) (int64, error) { TIOCopyBuf{}.Do(); return 0, nil }

func IOCopyBuf() (result int) {
	bufio.NewReader(RIOCopyBuf{}).WriteTo(io.Discard)
	return 1
}

type THTTPWriter struct{}

func (THTTPWriter) Do() int                               { return 1 }
func h_HTTPWriter(w http.ResponseWriter, r *http.Request) { io.ReadAll(r.Body) }

type RHTTPWriter struct{}

func (RHTTPWriter) Read(b []byte) (int, error) { THTTPWriter{}.Do(); return 0, io.EOF }

func HTTPWriter() (result int) {
	h := http.HandlerFunc(h_HTTPWriter)
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", RHTTPWriter{}))
	return 1
}

type TSlogValue struct{}

func (TSlogValue) Do() int { return 1 }

type VSlogValue struct{}

func (VSlogValue) LogValue() slog.Value { TSlogValue{}.Do(); return slog.Value{} }

func SlogValue() (result int) {
	slog.New(slog.NewTextHandler(io.Discard, nil)).Info("x", "k", VSlogValue{})
	return 1
}
