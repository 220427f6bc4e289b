package ways

// Package variables that hold what runs.

import (
	"container/list"
	"context"
	"io"
	"log"
	"sync"
	"sync/atomic"
	"text/template"
)

type TVariadic struct{}

func (TVariadic) Do() int { return 1 }

func Variadic() (result int) {
	return vr(1, TVariadic{})
}

type TFuncTable struct{}

func (TFuncTable) Do() int { return 1 }

var tab_FuncTable = map[string]func(int) int{"x": one_FuncTable}

func one_FuncTable(n int) int { return TFuncTable{}.Do() + n }

func FuncTable() (result int) {
	return tab_FuncTable["x"](1)
}

type TStructFunc struct{}

func (TStructFunc) Do() int { return 1 }

var st_StructFunc = struct{ f func() int }{f: TStructFunc{}.Do}

func StructFunc() (result int) {
	return st_StructFunc.f()
}

type TOnceValue struct{}

func (TOnceValue) Do() int { return 1 }

var ov_OnceValue = sync.OnceValue(func() Doer { return TOnceValue{} })

func OnceValue() (result int) {
	return ov_OnceValue().Do()
}

type TVarIface struct{}

func (TVarIface) Do() int { return 1 }

var vi_VarIface Doer = TVarIface{}

func VarIface() (result int) {
	return vi_VarIface.Do()
}

type TVarIfaceMulti struct{}

func (TVarIfaceMulti) Do() int { return 1 }

var vi_VarIfaceMulti, _ = two_VarIfaceMulti()

func two_VarIfaceMulti() (Doer, int) { return TVarIfaceMulti{}, 0 }

func VarIfaceMulti() (result int) {
	return vi_VarIfaceMulti.Do()
}

type TVarChan struct{}

func (TVarChan) Do() int { return 1 }

var vc_VarChan = make(chan Doer, 1)

func init() { vc_VarChan <- TVarChan{} }

func VarChan() (result int) {
	d := <-vc_VarChan
	vc_VarChan <- d
	return d.Do()
}

type TVarPool struct{}

func (TVarPool) Do() int { return 1 }

var vp_VarPool = sync.Pool{New: func() any { return TVarPool{} }}

func VarPool() (result int) {
	return vp_VarPool.Get().(Doer).Do()
}

type TVarOnce struct{}

func (TVarOnce) Do() int { return 1 }

var vo_VarOnce sync.Once
var vx_VarOnce Doer

func VarOnce() (result int) {
	vo_VarOnce.Do(func() { vx_VarOnce = TVarOnce{} })
	return vx_VarOnce.Do()
}

type TVarErr struct{}

func (TVarErr) Do() int { return 1 }

var ErrVarErr = newErr_VarErr()

type EVarErr struct{ error }

func (EVarErr) Do() int    { return TVarErr{}.Do() }
func newErr_VarErr() error { return EVarErr{} }

func VarErr() (result int) {
	return ErrVarErr.(Doer).Do()
}

type TVarErrAssigned struct{}

func (TVarErrAssigned) Do() int { return 1 }

var ErrVarErrAssigned error

type EVarErrAssigned struct{ error }

func (EVarErrAssigned) Do() int { return TVarErrAssigned{}.Do() }
func init()                     { ErrVarErrAssigned = EVarErrAssigned{} }

func VarErrAssigned() (result int) {
	return ErrVarErrAssigned.(Doer).Do()
}

type TVarPair struct{}

func (TVarPair) Do() int { return 1 }

func VarPair() (result int) {
	var a, b Doer = TVarPair{}, nil
	_ = b
	return a.Do()
}

type TVarTuple struct{}

func (TVarTuple) Do() int                  { return 1 }
func two_VarTuple() (TVarTuple, TVarTuple) { return TVarTuple{}, TVarTuple{} }

func VarTuple() (result int) {
	var a, _ Doer = two_VarTuple()
	return a.Do()
}

type TVarMethodVal struct{}

func (TVarMethodVal) Do() int { return 1 }

var vmv_VarMethodVal = TVarMethodVal{}.Do

func VarMethodVal() (result int) {
	return vmv_VarMethodVal()
}

type TVarStructCopy struct{}

func (TVarStructCopy) Do() int { return 1 }

type SVarStructCopy struct{ d Doer }

var vsc_VarStructCopy = SVarStructCopy{TVarStructCopy{}}

func VarStructCopy() (result int) {
	x := vsc_VarStructCopy
	return x.d.Do()
}

type TVarNamedResult struct{}

func (TVarNamedResult) Do() int { return 1 }
func vnr_VarNamedResult() (p *int) {
	p = new(int)
	defer func() { *p = TVarNamedResult{}.Do() }()
	return
}

func VarNamedResult() (result int) {
	return *vnr_VarNamedResult()
}

type TVarSyncMap struct{}

func (TVarSyncMap) Do() int { return 1 }

var vsm_VarSyncMap sync.Map

func init() { vsm_VarSyncMap.Store(1, TVarSyncMap{}) }

func VarSyncMap() (result int) {
	v, _ := vsm_VarSyncMap.Load(1)
	return v.(Doer).Do()
}

type TVarAtomicValue struct{}

func (TVarAtomicValue) Do() int { return 1 }

var vav_VarAtomicValue atomic.Value

func init() { vav_VarAtomicValue.Store(TVarAtomicValue{}) }

func VarAtomicValue() (result int) {
	return vav_VarAtomicValue.Load().(Doer).Do()
}

type TVarAtomicPtr struct{}

func (TVarAtomicPtr) Do() int { return 1 }

type SVarAtomicPtr struct{ d Doer }

var vatp_VarAtomicPtr atomic.Pointer[SVarAtomicPtr]

func init() { vatp_VarAtomicPtr.Store(&SVarAtomicPtr{TVarAtomicPtr{}}) }

func VarAtomicPtr() (result int) {
	return vatp_VarAtomicPtr.Load().d.Do()
}

type TVarList struct{}

func (TVarList) Do() int { return 1 }

var vl_VarList = list.New()

func init() { vl_VarList.PushBack(TVarList{}) }

func VarList() (result int) {
	return vl_VarList.Front().Value.(Doer).Do()
}

type TVarContext struct{}

func (TVarContext) Do() int { return 1 }

var vctx_VarContext = context.Background()

func init() { vctx_VarContext = context.WithValue(vctx_VarContext, 1, TVarContext{}) }

func VarContext() (result int) {
	return vctx_VarContext.Value(1).(Doer).Do()
}

type TVarTemplate struct{}

func (TVarTemplate) Do() int { return 1 }

var vt_VarTemplate = template.New("")

func f_VarTemplate() int { return TVarTemplate{}.Do() }
func init() {
	vt_VarTemplate.Funcs(template.FuncMap{"f": f_VarTemplate})
	vt_VarTemplate.Parse("{{f}}")
}

func VarTemplate() (result int) {
	vt_VarTemplate.Execute(io.Discard, 1)
	return 1
}

type TVarLogger struct{}

func (TVarLogger) Do() int { return 1 }

var vlg_VarLogger = log.New(io.Discard, "", 0)

type WVarLogger struct{}

func (WVarLogger) Write(b []byte) (int, error) { TVarLogger{}.Do(); return len(b), nil }
func init()                                    { vlg_VarLogger.SetOutput(WVarLogger{}) }

func VarLogger() (result int) {
	vlg_VarLogger.Print("x")
	return 1
}

type TVarReplacerPool struct{}

func (TVarReplacerPool) Do() int { return 1 }

var vpl_VarReplacerPool sync.Pool

func init() { vpl_VarReplacerPool.New = func() any { return TVarReplacerPool{} } }

func VarReplacerPool() (result int) {
	x := vpl_VarReplacerPool.Get()
	return x.(Doer).Do()
}

type TVarPoolPut struct{}

func (TVarPoolPut) Do() int { return 1 }

var vpp_VarPoolPut sync.Pool

func init() {
	for range 3 { // one that any processor finds
		vpp_VarPoolPut.Put(&TVarPoolPut{})
	}
}

func VarPoolPut() (result int) {
	x := vpp_VarPoolPut.Get()
	if x == nil {
		return 0
	}
	return x.(Doer).Do()
}

type TVarMutexEmbed struct{}

func (TVarMutexEmbed) Do() int { return 1 }

type SVarMutexEmbed struct {
	sync.Mutex
	d Doer
}

var vme_VarMutexEmbed SVarMutexEmbed

func (s *SVarMutexEmbed) get() Doer { s.Lock(); defer s.Unlock(); return s.d }
func init()                         { vme_VarMutexEmbed.d = TVarMutexEmbed{} }

func VarMutexEmbed() (result int) {
	return vme_VarMutexEmbed.get().Do()
}

type TVarErrField struct{}

func (TVarErrField) Do() int { return 1 }

type EVarErrField struct{ f func() int }

func (*EVarErrField) Error() string { return "" }

var ErrVarErrField error = &EVarErrField{}

func one_VarErrField() int { return TVarErrField{}.Do() }
func init()                { ErrVarErrField.(*EVarErrField).f = one_VarErrField }

func VarErrField() (result int) {
	return ErrVarErrField.(*EVarErrField).f()
}

type TVarErrAlias struct{}

func (TVarErrAlias) Do() int { return 1 }

type EVarErrAlias struct{ f func() int }

func (*EVarErrAlias) Error() string { return "" }

var eb_VarErrAlias = &EVarErrAlias{}
var ErrVarErrAlias error = eb_VarErrAlias

func one_VarErrAlias() int { return TVarErrAlias{}.Do() }
func init()                { eb_VarErrAlias.f = one_VarErrAlias }

func VarErrAlias() (result int) {
	return ErrVarErrAlias.(*EVarErrAlias).f()
}
