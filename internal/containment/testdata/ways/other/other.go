// Package other is where another package runs what it is handed.
package other

type Doer interface{ Do() int }

func Run(x any) int { return x.(Doer).Do() }

type impl struct{}

func (impl) Do() int { return inImpl() }
func inImpl() int    { return 1 }

func Each(f func(Doer) int) int { return f(impl{}) }
func Gen[T Doer]() int          { var t T; return t.Do() }

type opt func(*S)
type S struct{ d Doer }

func With(d Doer) opt { return func(s *S) { s.d = d } }
func New(os ...opt) *S {
	s := &S{}
	for _, o := range os {
		o(s)
	}
	return s
}
func (s *S) Go() int { return s.d.Do() }

type Box[T Doer] struct{ V T }

func (b *Box[T]) Call() int { return b.V.Do() }

func MakeBox() *Box[impl] { return &Box[impl]{} }

type Holder struct{ B Box[impl] }
type Outer struct{ Holder }

type Enum int

const E1 Enum = 1

func (Enum) Do() int { return inEnum() }
func inEnum() int    { return 1 }

func Seq(y func(impl) bool) { y(impl{}) }
