// How one picture became what it is: a scrubber whose positions are the kept moments of the run, as many as
// have room, the newest model last. Pointing at one, or going to it with the arrow keys, shows that moment, a
// click or Enter looks at it; it plays, too.
// Shares the finished pictures it is given. UI thread.
#pragma once

#include "ui/MomentStore.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QToolButton;

namespace latentscape {

class ImageStage;

// What is drawn at each moment.
enum class HistoryKind { Samples, Reconstructions };

std::shared_ptr<const std::vector<Image>> picturesOf(const ProgressPictures& pictures, HistoryKind kind);

class HistoryStrip : public QWidget {
    Q_OBJECT

public:
    explicit HistoryStrip(QWidget* parent = nullptr);

    void clear();
    void setMoments(const std::vector<MomentStore::Entry>& moments);
    void setNow(const ProgressPictures& pictures);
    void setKind(HistoryKind kind);
    void setPicture(int index);                        // which of them is followed
    void setCurrent(std::optional<std::int64_t> step); // is marked; none: now
    bool isPlaying() const { return m_play.isActive(); }

public slots:
    void play(); // from the first moment to now; or stops
    void stop();

signals:
    void scrubbed(qint64 step); // pointed at, gone to or played
    void scrubLeft();
    void chosen(qint64 step); // clicked
    void nowChosen();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    int followed() const;
    void scrubTo(int column); // -1: to none
    void showPictures();
    void pickMoments();
    void showWords();
    void playNext();
    const MomentStore::Entry* momentAt(int column) const; // null: now

    std::vector<MomentStore::Entry> m_moments;
    std::vector<std::size_t> m_columns; // which moment stands in each, before now
    ProgressPictures m_now;
    HistoryKind m_kind = HistoryKind::Samples;
    int m_picture = 0;
    std::optional<std::int64_t> m_current;
    std::size_t m_played = 0;
    QTimer m_play;
    QToolButton* m_playButton;
    ImageStage* m_stage;
    QLabel* m_words;
};

} // namespace latentscape
