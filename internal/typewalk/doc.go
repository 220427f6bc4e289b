// Package typewalk says of types, as the type checker has them, what packages
// objecthash and codec say of them by reflection: which part cannot be hashed, or
// stored. [Rules.Find] mirrors objecthash.Check and codec.Check; a test of package
// analyzer holds them against each other.
//
// What an interface holds, and what a type parameter stands for, is decided at
// run time: it is no culprit here.
package typewalk
