// A large figure whose digits all take the same room, so that it does not dance while it changes. UI thread.
#pragma once

#include <QLabel>

namespace latentscape {

class FigureLabel : public QLabel {
    Q_OBJECT

public:
    explicit FigureLabel(QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; } // it can be elided

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int advance(QChar character) const;
    int advance(const QString& words) const;
};

} // namespace latentscape
