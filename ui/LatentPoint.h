// The one point of the latent space that is explored, with its class, its undo and the coordinates that are
// locked: sliders, map, paths and gallery all show it and move it, and know nothing of each other. Owned by
// ExploreView; UI thread.
#pragma once

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <span>
#include <vector>

namespace latentscape {

class LatentPoint : public QObject {
    Q_OBJECT

public:
    // Drags that follow each other at once are undone as one; a jump is a step of its own.
    enum class Move { Drag, Jump };

    static constexpr std::size_t kMostSteps = 500; // of undo; then the oldest goes
    static constexpr float kLimit = 10;            // of a coordinate, either way

    explicit LatentPoint(QObject* parent = nullptr);

    // Another model: the point is its middle, nothing is locked, and there is nothing to undo.
    void reset(int latents);

    const std::vector<float>& latent() const { return m_now.latent; } // [latents]
    std::uint16_t label() const { return m_now.label; }               // class; 0 when there are none

    // By the user's hand. What is locked stays; a point of another length is of another model and is ignored.
    void move(std::vector<float> latent, Move how);
    void move(std::vector<float> latent, std::uint16_t label, Move how);
    void setLabel(std::uint16_t label);
    // By nobody's hand: where a model starts, say. Nothing to undo.
    void place(std::vector<float> latent, std::uint16_t label);
    bool isUntouched() const { return m_untouched; } // no hand has moved it since reset()
    void touch() { m_untouched = false; }            // a hand is about to

    void setLocked(int dimension, bool locked);
    bool isLocked(int dimension) const { return m_locked.at(static_cast<std::size_t>(dimension)); }

    bool canUndo() const { return !m_undo.empty(); }
    bool canRedo() const { return !m_redo.empty(); }

public slots:
    void undo();
    void redo();
    void endDrag(); // the next drag is another step; happens by itself after a pause

signals:
    void changed();
    void undoChanged(); // what canUndo() and canRedo() say
    void lockChanged(int dimension);

private:
    struct Place {
        std::vector<float> latent;
        std::uint16_t label = 0;
        bool operator==(const Place&) const = default;
    };

    void go(Place to, Move how);
    void goBack(std::vector<Place>& from, std::vector<Place>& to);

    Place m_now;
    std::vector<bool> m_locked;
    std::vector<Place> m_undo, m_redo;
    bool m_untouched = true;
    QTimer m_pause; // runs during a drag
};

} // namespace latentscape
