"""The program: each beat of its clock, one picture and its sound."""
