package ways

// Types whose methods come from elsewhere, and constants.

import (
	"fmt"
	"unsafe"

	"example.com/ways/other"
	"example.com/ways/reg"
)

type TMapKeyConv struct{}

func (TMapKeyConv) Do() int { return 1 }

func MapKeyConv() (result int) {
	for d := range map[Doer]int{TMapKeyConv{}: 1} {
		return d.Do()
	}
	return 0
}

type TEmbedded struct{}

func (TEmbedded) Do() int { return 1 }

type EEmbedded struct{ TEmbedded }

func Embedded() (result int) {
	var d Doer = EEmbedded{}
	return d.Do()
}

type TEmbeddedPtr struct{}

func (TEmbeddedPtr) Do() int { return 1 }

type EEmbeddedPtr struct{ *TEmbeddedPtr }

func EmbeddedPtr() (result int) {
	var d Doer = EEmbeddedPtr{&TEmbeddedPtr{}}
	return d.Do()
}

type TEmbeddedIface struct{}

func (TEmbeddedIface) Do() int { return 1 }

type EEmbeddedIface struct{ Doer }

func mk_EmbeddedIface() Doer { return TEmbeddedIface{} }

func EmbeddedIface() (result int) {
	var d Doer = EEmbeddedIface{mk_EmbeddedIface()}
	return d.Do()
}

type TLocalType struct{}

func (TLocalType) Do() int { return 1 }

func LocalType() (result int) {
	type L struct{ TLocalType }
	var d Doer = L{}
	return d.Do()
}

type TLocalTypeLit struct{}

func (TLocalTypeLit) Do() int { return 1 }

func LocalTypeLit() (result int) {
	return func() int { type L struct{ *TLocalTypeLit }; var d Doer = &L{&TLocalTypeLit{}}; return d.Do() }()
}

type TConvFunc struct{}

func (TConvFunc) Do() int { return 1 }
func one_ConvFunc() int   { return TConvFunc{}.Do() }

func ConvFunc() (result int) {
	var d Doer = DF(one_ConvFunc)
	return d.Do()
}

type TUnexported struct{}

func (TUnexported) Do() int { return 1 }

type XUnexported struct{ reg.Base }

func Unexported() (result int) {
	return reg.CallHidden(XUnexported{})
}

type TUnexportedAnon struct{}

func (TUnexportedAnon) Do() int { return 1 }

func UnexportedAnon() (result int) {
	return reg.CallAnon(reg.A{})
}

type TUnexportedAnonEmb struct{}

func (TUnexportedAnonEmb) Do() int { return 1 }

type XUnexportedAnonEmb struct{ reg.A }

func UnexportedAnonEmb() (result int) {
	return reg.CallAnon(XUnexportedAnonEmb{})
}

type TUnexportedCon struct{}

func (TUnexportedCon) Do() int { return 1 }

func UnexportedCon() (result int) {
	return reg.Constraint(reg.C{})
}

type TUnexportedCon2 struct{}

func (TUnexportedCon2) Do() int { return 1 }

func UnexportedCon2() (result int) {
	return reg.PtrConstraint[reg.C2]()
}

type TUnsafeConv struct{}

func (TUnsafeConv) Do() int { return 1 }

func UnsafeConv() (result int) {
	var x TUnsafeConv
	p := (*TUnsafeConv)(unsafe.Pointer(&x))
	var d Doer = p
	return d.Do()
}

type TAnyChainOther struct{}

func (TAnyChainOther) Do() int { return 1 }

func AnyChainOther() (result int) {
	return other.Run(TAnyChainOther{})
}

type TOtherCallback struct{}

func (TOtherCallback) Do() int { return 1 }

func OtherCallback() (result int) {
	return other.Each(func(d other.Doer) int { return d.Do() })
}

type TOtherGeneric struct{}

func (TOtherGeneric) Do() int { return 1 }

func OtherGeneric() (result int) {
	return other.Gen[TOtherGeneric]()
}

type TOtherOption struct{}

func (TOtherOption) Do() int { return 1 }

func OtherOption() (result int) {
	return other.New(other.With(TOtherOption{})).Go()
}

type TConstConv struct{}

func (TConstConv) Do() int { return 1 }

type KConstConv int

const CConstConv KConstConv = 1

func (KConstConv) Do() int { return TConstConv{}.Do() }

func ConstConv() (result int) {
	n := 0
	take(&n, CConstConv)
	return n
}

type TConstFmt struct{}

func (TConstFmt) Do() int { return 1 }

type KConstFmt int

const CConstFmt KConstFmt = 1

func (KConstFmt) String() string { TConstFmt{}.Do(); return "" }

func ConstFmt() (result int) {
	_ = fmt.Sprint(-CConstFmt + 2)
	return 1
}

type TConstOther struct{}

func (TConstOther) Do() int { return 1 }

func ConstOther() (result int) {
	var d Doer = other.E1
	return d.Do()
}

type TConstIota struct{}

func (TConstIota) Do() int { return 1 }

type KConstIota int

const (
	CConstIotaa KConstIota = iota
	CConstIotab
)

func (KConstIota) String() string { TConstIota{}.Do(); return "" }

func ConstIota() (result int) {
	for _, k := range []any{CConstIotaa, CConstIotab} {
		_ = fmt.Sprint(k)
	}
	return 1
}

type TConstTable struct{}

func (TConstTable) Do() int { return 1 }

type KConstTable string

var ct_ConstTable = map[KConstTable][]int{"a": nil}

func (KConstTable) String() string { TConstTable{}.Do(); return "" }

func ConstTable() (result int) {
	_ = fmt.Sprintln(ct_ConstTable)
	return 1
}

type TEmbIfaceMethodValue struct{}

func (TEmbIfaceMethodValue) Do() int { return 1 }

type EEmbIfaceMethodValue struct{ Doer }

func EmbIfaceMethodValue() (result int) {
	f := EEmbIfaceMethodValue{TEmbIfaceMethodValue{}}.Do
	return f()
}

type TFuncTypeIface struct{}

func (TFuncTypeIface) Do() int { return 1 }

type FFuncTypeIface func() int

func (f FFuncTypeIface) Do() int { return f() }

func FuncTypeIface() (result int) {
	var d Doer = FFuncTypeIface(func() int { return TFuncTypeIface{}.Do() })
	return d.Do()
}

type TMapTypeIface struct{}

func (TMapTypeIface) Do() int { return 1 }

type MMapTypeIface map[string]int

func (MMapTypeIface) Do() int { return TMapTypeIface{}.Do() }

func MapTypeIface() (result int) {
	var d Doer = MMapTypeIface{}
	return d.Do()
}
