#include "ui/LatentPoint.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace latentscape {

namespace {

constexpr std::chrono::milliseconds kPause{600}; // of a hand that has found its place

} // namespace

LatentPoint::LatentPoint(QObject* parent)
    : QObject(parent) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPause);
}

void LatentPoint::reset(int latents) {
    m_now = {std::vector<float>(static_cast<std::size_t>(latents)), 0};
    m_locked.assign(static_cast<std::size_t>(latents), false);
    m_undo.clear();
    m_redo.clear();
    m_untouched = true;
    m_pause.stop();
    emit changed();
    emit undoChanged();
}

void LatentPoint::move(std::vector<float> latent, Move how) {
    go({std::move(latent), m_now.label}, how);
}

void LatentPoint::move(std::vector<float> latent, std::uint16_t label, Move how) {
    go({std::move(latent), label}, how);
}

void LatentPoint::setLabel(std::uint16_t label) {
    go({m_now.latent, label}, Move::Jump);
}

void LatentPoint::place(std::vector<float> latent, std::uint16_t label) {
    if (latent.size() != m_now.latent.size())
        return;
    for (float& value : latent)
        value = std::clamp(value, -kLimit, kLimit);
    m_now = {std::move(latent), label};
    emit changed();
}

void LatentPoint::go(Place to, Move how) {
    if (to.latent.size() != m_now.latent.size() ||
        !std::ranges::all_of(to.latent, [](float value) { return std::isfinite(value); }))
        return;
    for (std::size_t i = 0; i < to.latent.size(); ++i)
        to.latent[i] = m_locked[i] ? m_now.latent[i] : std::clamp(to.latent[i], -kLimit, kLimit);
    m_untouched = false;
    if (to == m_now)
        return;
    const bool goesOn = how == Move::Drag && m_pause.isActive();
    if (!goesOn) {
        m_undo.push_back(m_now);
        if (m_undo.size() > kMostSteps)
            m_undo.erase(m_undo.begin());
    }
    m_redo.clear();
    if (how == Move::Drag)
        m_pause.start();
    else
        m_pause.stop();
    m_now = std::move(to);
    emit changed();
    emit undoChanged();
}

void LatentPoint::setLocked(int dimension, bool locked) {
    if (isLocked(dimension) == locked)
        return;
    m_locked[static_cast<std::size_t>(dimension)] = locked;
    emit lockChanged(dimension);
}

void LatentPoint::undo() {
    goBack(m_undo, m_redo);
}

void LatentPoint::redo() {
    goBack(m_redo, m_undo);
}

void LatentPoint::goBack(std::vector<Place>& from, std::vector<Place>& to) {
    if (from.empty())
        return;
    m_pause.stop();
    to.push_back(std::exchange(m_now, std::move(from.back())));
    from.pop_back();
    emit changed();
    emit undoChanged();
}

void LatentPoint::endDrag() {
    m_pause.stop();
}

} // namespace latentscape
