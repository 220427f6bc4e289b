package ways

// Type arguments whose methods run.

import (
	"reflect"
	"slices"

	"example.com/ways/other"
)

type TGenericArg struct{}

func (TGenericArg) Do() int { return 1 }

func GenericArg() (result int) {
	return gen[Doer](TGenericArg{})
}

type TGenericInst struct{}

func (TGenericInst) Do() int { return 1 }

func GenericInst() (result int) {
	return genT(TGenericInst{})
}

type TGenericMethod struct{}

func (TGenericMethod) Do() int { return 1 }

func GenericMethod() (result int) {
	return (&box[TGenericMethod]{}).call()
}

type TGenericNested struct{}

func (TGenericNested) Do() int { return 1 }

func GenericNested() (result int) {
	return outer[TGenericNested]()
}

type TGenericAny struct{}

func (TGenericAny) Do() int { return 1 }

func GenericAny() (result int) {
	return anyT(TGenericAny{})
}

type TGenericAlias struct{}

func (TGenericAlias) Do() int { return 1 }

type al_GenericAlias = TGenericAlias

func GenericAlias() (result int) {
	return genT(al_GenericAlias{})
}

type TSlicesGeneric struct{}

func (TSlicesGeneric) Do() int { return 1 }

func SlicesGeneric() (result int) {
	s := slices.Collect(slices.Values([]TSlicesGeneric{{}}))
	var d Doer = s[0]
	return d.Do()
}

type TGenericFuncValue struct{}

func (TGenericFuncValue) Do() int { return 1 }

func GenericFuncValue() (result int) {
	f := genT[TGenericFuncValue]
	return f(TGenericFuncValue{})
}

type TGenericInferArg struct{}

func (TGenericInferArg) Do() int { return 1 }

func GenericInferArg() (result int) {
	return apply(genT, TGenericInferArg{})
}

type TGenericInferAssign struct{}

func (TGenericInferAssign) Do() int { return 1 }

func GenericInferAssign() (result int) {
	var f func(TGenericInferAssign) int = genT
	return f(TGenericInferAssign{})
}

type TGenericInferReturn struct{}

func (TGenericInferReturn) Do() int                        { return 1 }
func gr_GenericInferReturn() func(TGenericInferReturn) int { return genT }

func GenericInferReturn() (result int) {
	return gr_GenericInferReturn()(TGenericInferReturn{})
}

type TGenericVarOnly struct{}

func (TGenericVarOnly) Do() int { return 1 }

func GenericVarOnly() (result int) {
	var b box[TGenericVarOnly]
	return b.call()
}

type TGenericField struct{}

func (TGenericField) Do() int { return 1 }

type SGenericField struct{ b box[TGenericField] }

func GenericField() (result int) {
	var s SGenericField
	return s.b.call()
}

type TGenericFieldParam struct{}

func (TGenericFieldParam) Do() int { return 1 }

type SGenericFieldParam struct{ b box[TGenericFieldParam] }

func gf_GenericFieldParam(s []SGenericFieldParam) int {
	s = make([]SGenericFieldParam, 1)
	return s[0].b.call()
}

func GenericFieldParam() (result int) {
	return gf_GenericFieldParam(nil)
}

type TGenericPromoted struct{}

func (TGenericPromoted) Do() int { return 1 }

type SGenericPromoted struct{ box[TGenericPromoted] }

func GenericPromoted() (result int) {
	var s SGenericPromoted
	return s.call()
}

type TGenericOtherMake struct{}

func (TGenericOtherMake) Do() int { return 1 }

func GenericOtherMake() (result int) {
	return other.MakeBox().Call()
}

type TGenericOtherField struct{}

func (TGenericOtherField) Do() int { return 1 }

func GenericOtherField() (result int) {
	var h other.Holder
	return h.B.Call()
}

type TGenericOtherPromoted struct{}

func (TGenericOtherPromoted) Do() int { return 1 }

func GenericOtherPromoted() (result int) {
	var h other.Outer
	return h.B.Call()
}

type TGenericIface struct{}

func (TGenericIface) Do() int { return 1 }

type GGenericIface[T Doer] struct{ v T }

func (g GGenericIface[T]) Do() int { return g.v.Do() }

func GenericIface() (result int) {
	var d Doer = GGenericIface[TGenericIface]{}
	return d.Do()
}

type TGenericIfaceAlias struct{}

func (TGenericIfaceAlias) Do() int { return 1 }

type AGenericIfaceAlias = GGenericIfaceAlias[TGenericIfaceAlias]
type GGenericIfaceAlias[T Doer] struct{ v T }

func (g GGenericIfaceAlias[T]) Do() int { return g.v.Do() }

func GenericIfaceAlias() (result int) {
	var d Doer = new(AGenericIfaceAlias)
	return d.Do()
}

type TGenericAliasParam struct{}

func (TGenericAliasParam) Do() int { return 1 }

type AGenericAliasParam[T Doer] = box[T]

func GenericAliasParam() (result int) {
	var b AGenericAliasParam[TGenericAliasParam]
	return b.call()
}

type TGenericUnion struct{}

func (TGenericUnion) Do() int                        { return 1 }
func gu_GenericUnion[T TGenericUnion | int](x T) int { return any(x).(Doer).Do() }

func GenericUnion() (result int) {
	return gu_GenericUnion(TGenericUnion{})
}

type TGenericConv struct{}

func (TGenericConv) Do() int          { return 1 }
func gc_GenericConv[T Doer](x T) Doer { return x }

func GenericConv() (result int) {
	return gc_GenericConv(TGenericConv{}).Do()
}

type TGenericZero struct{}

func (TGenericZero) Do() int     { return 1 }
func gz_GenericZero[T any]() any { var x T; return x }

func GenericZero() (result int) {
	return gz_GenericZero[TGenericZero]().(Doer).Do()
}

type TGenericNew struct{}

func (TGenericNew) Do() int     { return 1 }
func gz_GenericNew[T any]() any { return new(T) }

func GenericNew() (result int) {
	return gz_GenericNew[TGenericNew]().(Doer).Do()
}

type TGenericSlice struct{}

func (TGenericSlice) Do() int                { return 1 }
func gz_GenericSlice[S ~[]E, E any](s S) any { return s[0] }

func GenericSlice() (result int) {
	return gz_GenericSlice([]TGenericSlice{{}}).(Doer).Do()
}

type TGenericReflect struct{}

func (TGenericReflect) Do() int              { return 1 }
func gz_GenericReflect[T any]() reflect.Type { return reflect.TypeFor[T]() }

func GenericReflect() (result int) {
	return reflect.New(gz_GenericReflect[[]TGenericReflect]().Elem()).Interface().(Doer).Do()
}

type TGenericMethodExpr struct{}

func (TGenericMethodExpr) Do() int { return 1 }

func GenericMethodExpr() (result int) {
	f := (*box[TGenericMethodExpr]).call
	return f(&box[TGenericMethodExpr]{})
}

type TGenericMethodVal struct{}

func (TGenericMethodVal) Do() int { return 1 }

func GenericMethodVal() (result int) {
	f := (&box[TGenericMethodVal]{}).call
	return f()
}

type TGenericChain struct{}

func (TGenericChain) Do() int      { return 1 }
func c1_GenericChain[T Doer]() int { return c2_GenericChain[[]T]() }
func c2_GenericChain[T any]() int  { var x T; return c3_GenericChain(x) }
func c3_GenericChain[T any](x T) int {
	return reflect.New(reflect.TypeOf(x).Elem()).Interface().(Doer).Do()
}

func GenericChain() (result int) {
	return c1_GenericChain[TGenericChain]()
}

type TGenericRecvField struct{}

func (TGenericRecvField) Do() int { return 1 }

type GGGenericRecvField[T Doer] struct{ inner struct{ b []box[T] } }

func (g *GGGenericRecvField[T]) run() int {
	g.inner.b = append(g.inner.b, box[T]{})
	return g.inner.b[0].call()
}

func GenericRecvField() (result int) {
	return (&GGGenericRecvField[TGenericRecvField]{}).run()
}

type TGenericLocal struct{}

func (TGenericLocal) Do() int      { return 1 }
func gl_GenericLocal[T Doer]() int { type L struct{ v T }; var l L; return l.v.Do() }

func GenericLocal() (result int) {
	return gl_GenericLocal[TGenericLocal]()
}

type TGenericFuncField struct{}

func (TGenericFuncField) Do() int { return 1 }

var gff_GenericFuncField = struct{ f func(TGenericFuncField) int }{genT[TGenericFuncField]}

func GenericFuncField() (result int) {
	return gff_GenericFuncField.f(TGenericFuncField{})
}
