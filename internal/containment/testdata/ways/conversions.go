package ways

// What a concrete value becomes an interface value in.

import (
	"slices"

	"example.com/ways/other"
)

type TMultiReturn struct{}

func (TMultiReturn) Do() int               { return 1 }
func two_MultiReturn() (TMultiReturn, int) { return TMultiReturn{}, 1 }

func MultiReturn() (result int) {
	return take2(two_MultiReturn())
}

type TReturnForward struct{}

func (TReturnForward) Do() int                  { return 1 }
func fwd_ReturnForward() (Doer, int)            { return two_ReturnForward() }
func two_ReturnForward() (*TReturnForward, int) { return &TReturnForward{}, 1 }

func ReturnForward() (result int) {
	d, _ := fwd_ReturnForward()
	return d.Do()
}

type TTupleAssign struct{}

func (TTupleAssign) Do() int               { return 1 }
func two_TupleAssign() (TTupleAssign, int) { return TTupleAssign{}, 1 }

func TupleAssign() (result int) {
	var d Doer
	d, _ = two_TupleAssign()
	return d.Do()
}

type TRangeAssign struct{}

func (TRangeAssign) Do() int { return 1 }

func RangeAssign() (result int) {
	var d Doer
	for _, d = range []TRangeAssign{{}} {
	}
	return d.Do()
}

type TRangeKey struct{}

func (TRangeKey) Do() int { return 1 }

func RangeKey() (result int) {
	var d Doer
	for d = range map[TRangeKey]int{{}: 1} {
	}
	return d.Do()
}

type TRangeFunc struct{}

func (TRangeFunc) Do() int                      { return 1 }
func seq_RangeFunc(yield func(TRangeFunc) bool) { yield(TRangeFunc{}) }

func RangeFunc() (result int) {
	var d Doer
	for d = range seq_RangeFunc {
	}
	return d.Do()
}

type TRangeChan struct{}

func (TRangeChan) Do() int { return 1 }

func RangeChan() (result int) {
	c := make(chan TRangeChan, 1)
	c <- TRangeChan{}
	close(c)
	var d Doer
	for d = range c {
	}
	return d.Do()
}

type TRecvOK struct{}

func (TRecvOK) Do() int { return 1 }

func RecvOK() (result int) {
	c := make(chan TRecvOK, 1)
	c <- TRecvOK{}
	var d Doer
	d, _ = <-c
	return d.Do()
}

type TSelectRecv struct{}

func (TSelectRecv) Do() int { return 1 }

func SelectRecv() (result int) {
	c := make(chan TSelectRecv, 1)
	c <- TSelectRecv{}
	var d Doer
	select {
	case d = <-c:
	}
	return d.Do()
}

type TMapOK struct{}

func (TMapOK) Do() int { return 1 }

func MapOK() (result int) {
	m := map[int]TMapOK{1: {}}
	var d Doer
	d, _ = m[1]
	return d.Do()
}

type TAssertOK struct{}

func (TAssertOK) Do() int { return 1 }

func AssertOK() (result int) {
	var a any = 1
	var d Doer
	d, _ = a.(TAssertOK)
	return d.Do()
}

type TAssertConcrete struct{}

func (TAssertConcrete) Do() int { return 1 }

func AssertConcrete() (result int) {
	var d Doer = dyn[0]()
	if x, ok := d.(TAssertConcrete); ok {
		return x.Do()
	}
	return 0
}

type TSend struct{}

func (TSend) Do() int { return 1 }

func Send() (result int) {
	c := make(chan Doer, 1)
	c <- TSend{}
	return (<-c).Do()
}

type TCompare struct{}

func (TCompare) Do() int { return 1 }
func mk_Compare() Doer   { return TCompare{} }

func Compare() (result int) {
	var d Doer
	if d == (TCompare{}) {
		return 1
	}
	d = mk_Compare()
	return d.Do()
}

type TCompositeElided struct{}

func (TCompositeElided) Do() int { return 1 }

func CompositeElided() (result int) {
	return []Doer{0: TCompositeElided{}}[0].Do()
}

type TMapIndexConv struct{}

func (TMapIndexConv) Do() int { return 1 }

func MapIndexConv() (result int) {
	m := map[Doer]int{}
	m[TMapIndexConv{}] = 1
	for d := range m {
		return d.Do()
	}
	return 0
}

type TStructPos struct{}

func (TStructPos) Do() int { return 1 }

func StructPos() (result int) {
	return (struct{ d Doer }{TStructPos{}}).d.Do()
}

type TLitReturn struct{}

func (TLitReturn) Do() int { return 1 }

func LitReturn() (result int) {
	return func() Doer { return TLitReturn{} }().Do()
}

type TNamedResult struct{}

func (TNamedResult) Do() int   { return 1 }
func nr_NamedResult() (d Doer) { d = TNamedResult{}; return }

func NamedResult() (result int) {
	return nr_NamedResult().Do()
}

type TAppend struct{}

func (TAppend) Do() int { return 1 }

func Append() (result int) {
	var ds []Doer
	ds = append(ds, TAppend{})
	return ds[0].Do()
}

type TDefer struct{}

func (TDefer) Do() int { return 1 }

func Defer() (result int) {
	n := 0
	func() { defer take(&n, TDefer{}) }()
	return n
}

type TGoStmt struct{}

func (TGoStmt) Do() int { return 1 }

func GoStmt() (result int) {
	n := 0
	c := make(chan int)
	go func() { take(&n, TGoStmt{}); close(c) }()
	<-c
	return n
}

type TMethodValue struct{}

func (TMethodValue) Do() int { return 1 }

func MethodValue() (result int) {
	var d Doer = TMethodValue{}
	f := d.Do
	return f()
}

type TMethodExpr struct{}

func (TMethodExpr) Do() int { return 1 }

func MethodExpr() (result int) {
	return Doer.Do(TMethodExpr{})
}

type TConcreteMethodExpr struct{}

func (TConcreteMethodExpr) Do() int { return 1 }

func ConcreteMethodExpr() (result int) {
	f := TConcreteMethodExpr.Do
	return f(TConcreteMethodExpr{})
}

type TPanic struct{}

func (TPanic) Do() int { return 1 }

func Panic() (result int) {
	defer func() { result = recover().(Doer).Do() }()
	panic(TPanic{})
}

type TSwitch struct{}

func (TSwitch) Do() int { return 1 }

func Switch() (result int) {
	var d Doer = dyn[0]()
	switch d {
	case TSwitch{}:
		return 1
	}
	switch x := any(TSwitch{}).(type) {
	case Doer:
		return x.Do()
	}
	return 0
}

type TSelectSend struct{}

func (TSelectSend) Do() int { return 1 }

func SelectSend() (result int) {
	c := make(chan Doer, 1)
	select {
	case c <- TSelectSend{}:
	}
	return (<-c).Do()
}

type TElemAssign struct{}

func (TElemAssign) Do() int { return 1 }

func ElemAssign() (result int) {
	ds := make([]Doer, 1)
	ds[0] = TElemAssign{}
	return ds[0].Do()
}

type TDerefAssign struct{}

func (TDerefAssign) Do() int { return 1 }

func DerefAssign() (result int) {
	var d Doer
	p := &d
	*p = TDerefAssign{}
	return d.Do()
}

type TFieldAssign struct{}

func (TFieldAssign) Do() int { return 1 }

func FieldAssign() (result int) {
	var s struct{ d Doer }
	s.d = TFieldAssign{}
	return s.d.Do()
}

type TMapAssign struct{}

func (TMapAssign) Do() int { return 1 }

func MapAssign() (result int) {
	m := map[int]Doer{}
	m[1] = TMapAssign{}
	return m[1].Do()
}

type TLitCall struct{}

func (TLitCall) Do() int { return 1 }

func LitCall() (result int) {
	return func(d Doer) int { return d.Do() }(TLitCall{})
}

type TLitResultTuple struct{}

func (TLitResultTuple) Do() int                     { return 1 }
func two_LitResultTuple() (*TLitResultTuple, error) { return nil, nil }

func LitResultTuple() (result int) {
	d, _ := func() (Doer, error) { return two_LitResultTuple() }()
	return d.Do()
}

type TRangeFuncReturn struct{}

func (TRangeFuncReturn) Do() int { return 1 }
func rf_RangeFuncReturn() Doer {
	for range slices.Values([]int{1}) {
		return TRangeFuncReturn{}
	}
	return nil
}

func RangeFuncReturn() (result int) {
	return rf_RangeFuncReturn().Do()
}

type TRangeFuncOther struct{}

func (TRangeFuncOther) Do() int { return 1 }

func RangeFuncOther() (result int) {
	var d Doer
	for d = range other.Seq {
	}
	return d.Do()
}

type TArrayOfIface struct{}

func (TArrayOfIface) Do() int { return 1 }

func ArrayOfIface() (result int) {
	return [1]Doer{TArrayOfIface{}}[0].Do()
}

type TNestedElided struct{}

func (TNestedElided) Do() int { return 1 }

func NestedElided() (result int) {
	return map[string][]Doer{"a": {TNestedElided{}}}["a"][0].Do()
}

type TPtrElided struct{}

func (TPtrElided) Do() int { return 1 }

type SPtrElided struct{ d Doer }

func PtrElided() (result int) {
	return []*SPtrElided{{TPtrElided{}}}[0].d.Do()
}
