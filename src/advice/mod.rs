//! From abilities to roles: what a profile leans to, how far it is, and how sure that is.
//!
//! Roles are named by their position among the blueprints given; with [`fit::Contrasts::of_framework`] that is
//! [`crate::framework::RoleId::index`].

pub mod gates;

pub mod fit;

pub mod ranking;

pub mod certainty;

pub mod readiness;

pub mod explanation;

pub mod plan;

pub mod interest;
